package org.timbrel.engine.testing;

import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.tensor.HalfRounding;
import org.timbrel.engine.tensor.Heads;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.testing.OpCase.Input;

/** Cases large enough, and uneven enough, to reach the blocks, the tails and the threads of a fast backend. */
public final class LargeOpCases {
    private LargeOpCases() {}

    /** Every large case. */
    public static List<OpCase> all() {
        return List.of(
                OpCase.of(
                        "matmul 67 x 129 x 200",
                        in -> in.get(0).matmul(in.get(1)),
                        Input.of(67, 129),
                        Input.of(129, 200)),
                OpCase.of(
                        "matmul 4 x 300 x 65", in -> in.get(0).matmul(in.get(1)), Input.of(4, 300), Input.of(300, 65)),
                OpCase.of("matmul 129 x 17 x 3", in -> in.get(0).matmul(in.get(1)), Input.of(129, 17), Input.of(17, 3)),
                OpCase.of(
                        "matmul 5 of 33 x 40 x 31",
                        in -> in.get(0).matmul(in.get(1)),
                        Input.of(5, 33, 40),
                        Input.of(5, 40, 31)),
                dense("dense 37 x 2048 x 64, relu", 37, 2048, 64),
                dense("dense 32 x 64 x 10, relu", 32, 64, 10),
                OpCases.convRelu("conv2d 1 to 32 channels", Input.of(2, 17, 22, 1), 32),
                OpCases.convRelu("conv2d 32 to 33 channels", Input.of(2, 11, 14, 32), 33),
                OpCases.convRelu("conv2d 33 to 64 channels", Input.of(2, 7, 10, 33), 64),
                OpCases.convRelu("conv2d 64 to 128 channels", Input.of(1, 6, 8, 64), 128),
                OpCase.of(
                        "conv2d 16 to 24 channels, 5 x 5, valid, stride 2 x 1",
                        in -> in.get(0).conv2d(in.get(1), in.get(2), Padding.VALID, 2, 1, Activation.NONE),
                        Input.of(2, 13, 15, 16),
                        Input.of(5, 5, 16, 24),
                        Input.of(24)),
                OpCase.of(
                        "maxPool2d of 33 channels",
                        in -> in.get(0).maxPool2d(2, 2, 2, 2),
                        Input.of(3, 21, 16, 33).spaced()),
                OpCase.of(
                        "rounding to half",
                        in -> HalfRounding.apply(in.get(0)),
                        Input.of(3, 21, 151).between(-99, 99)),
                OpCase.of(
                        "batchNorm of 33 channels",
                        OpCases::batchNormTraining,
                        Input.of(4, 15, 9, 33),
                        Input.of(33).between(0.5, 1.5),
                        Input.of(33)),
                OpCase.of(
                        "layerNorm of 129 features",
                        OpCases::layerNorm,
                        Input.of(4, 31, 129),
                        Input.of(129).between(0.5, 1.5),
                        Input.of(129)),
                RecurrentOpCases.lstm("lstm, batch 5, 13 to 64", Input.of(5, 12, 13), 64),
                RecurrentOpCases.lstm("lstm, batch 32, 64 to 64", Input.of(32, 6, 64), 64),
                RecurrentOpCases.maskedLstm("lstm, masked, batch 11, 13 to 37", Input.of(11, 6, 13), 37),
                RecurrentOpCases.maskedLstm("lstm, masked, batch 3, 130 to 200", Input.of(3, 3, 130), 200),
                RecurrentOpCases.lstm("lstm, batch 3, 100 to 37", Input.of(3, 7, 100), 37),
                RecurrentOpCases.gru("gru, batch 5, 13 to 64", Input.of(5, 12, 13), 64),
                RecurrentOpCases.gru("gru, batch 32, 64 to 64", Input.of(32, 6, 64), 64),
                RecurrentOpCases.maskedGru("gru, masked, batch 11, 13 to 37", Input.of(11, 6, 13), 37),
                RecurrentOpCases.maskedGru("gru, masked, batch 3, 130 to 200", Input.of(3, 3, 130), 200),
                RecurrentOpCases.gru("gru, batch 3, 100 to 37", Input.of(3, 7, 100), 37),
                OpCase.of(
                        "softmax of 1000 rows",
                        in -> in.get(0).softmax(),
                        Input.of(1000, 10).between(-4, 4)),
                OpCase.of("sum of 12345", in -> in.get(0).sum(), Input.of(12345)),
                OpCase.of("sum of 100 x 257, first axis", in -> in.get(0).sum(0), Input.of(100, 257)),
                OpCase.of("add a row to 513 x 100", in -> in.get(0).add(in.get(1)), Input.of(513, 100), Input.of(100)),
                OpCase.of(
                        "tanh of 10007", in -> in.get(0).tanh(), Input.of(10007).between(-6, 6)),
                OpCase.of(
                        "sigmoid of 10007",
                        in -> in.get(0).sigmoid(),
                        Input.of(10007).between(-9, 9)),
                OpCase.of("dropout of 10007", in -> in.get(0).dropout(0.5, 1, 2, 3), Input.of(10007)),
                OpCase.of("permute 31 x 67 x 9", in -> in.get(0).permute(2, 1, 0), Input.of(31, 67, 9)),
                OpCase.of("heads 7 x 33 x 96", in -> new Heads(3, 4).split(in.get(0), 1), Input.of(7, 33, 96)));
    }

    private static OpCase dense(String name, int rows, int in, int out) {
        return OpCase.of(
                        name,
                        t -> t.get(0).dense(t.get(1), t.get(2), Activation.RELU),
                        Input.of(rows, in),
                        Input.of(in, out),
                        Input.of(out))
                .withKinks(t -> t.get(0).dense(t.get(1), t.get(2), Activation.NONE));
    }
}
