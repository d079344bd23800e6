package org.timbrel.benchmarks.tuning;

import java.util.List;
import java.util.stream.Stream;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Pool2dShape;
import org.timbrel.kernels.opencl.KernelSettings;

/** What can be tuned, and on which work. The values that a tunable can take stand beside the kernels. */
final class KernelFamilies {
    private KernelFamilies() {}

    /** All of them, in the order of the search: the common settings first. */
    static List<KernelFamily> all() {
        return List.of(common(), matmul(), conv2d(), conv2dWeights(), lstm(), gru(), rows());
    }

    /** Gives each family values of its own for what is common, so that it stays as it is while the common ones change. */
    static KernelSettings pinned(KernelSettings settings) {
        KernelSettings pinned = settings;
        for (KernelFamily family : all()) {
            for (String name : family.tunables()) {
                pinned = pinned.with(name, pinned.value(name));
            }
        }
        return pinned;
    }

    private static KernelFamily common() {
        return new KernelFamily(
                "common",
                List.of("VECTOR", "GROUP", "GROUP_X", "GROUP_Y", "PIECE", "ROW_CHUNK", "CHUNKS"),
                // what lies between the convolutions of harmonynet, on an eighth of its batch
                List.of(
                        map(4 * 173 * 128 * 32),
                        addBias(4 * 86 * 64, 64),
                        sum(4 * 86 * 64, 64),
                        pool(4, 86, 64, 64),
                        norm(4 * 43 * 32, 64)),
                List.of(map(1003), addBias(37, 19), sum(301, 19), sum(40, 3), pool(2, 6, 4, 5), norm(150, 19)));
    }

    private static Work map(int n) {
        return Work.of("relu, " + n, List.of(n), List.of(n), (b, in, out, kept) -> b.map(MapOp.RELU, in[0], out[0], n));
    }

    private static Work addBias(int rows, int columns) {
        Broadcast broadcast = Broadcast.of(new int[] {rows, columns}, new int[] {columns});
        return Work.of(
                "add bias, " + rows + " x " + columns,
                List.of(rows * columns, columns),
                List.of(rows * columns),
                (b, in, out, kept) -> b.binary(BinaryOp.ADD, broadcast, in[0], in[1], out[0]));
    }

    private static Work sum(int rows, int columns) {
        return Work.of(
                "sum of rows, " + rows + " x " + columns,
                List.of(rows * columns),
                List.of(columns),
                (b, in, out, kept) -> b.sum(in[0], 1, rows, columns, out[0]));
    }

    private static Work pool(int n, int t, int f, int channels) {
        Pool2dShape shape = new Pool2dShape(n, t, f, channels, 2, 2, 2, 2);
        int pooled = n * shape.outT() * shape.outF() * channels;
        return Work.of(
                "max pool, " + n + " x " + t + " x " + f + " x " + channels,
                List.of(n * t * f * channels),
                List.of(pooled, pooled),
                (b, in, out, kept) -> b.maxPool2d(shape, in[0], out[0], out[1]));
    }

    private static Work norm(int rows, int channels) {
        int n = rows * channels;
        return Work.of(
                "batch norm, " + rows + " x " + channels,
                List.of(n, channels, channels, n),
                List.of(n, channels, channels, channels, n, channels, channels),
                (b, in, out, kept) -> {
                    b.batchNorm(in[0], rows, channels, in[1], in[2], 1e-3, out[0], out[1], out[2], out[3]);
                    b.batchNormBackward(in[0], rows, channels, in[1], out[1], out[3], in[3], out[4], out[5], out[6]);
                });
    }

    private static KernelFamily matmul() {
        return new KernelFamily(
                "matmul",
                family("matmul", "TILE_M", "TILE_N", "VECTOR", "GROUP_X", "GROUP_Y", "LOCAL_K"),
                List.of(
                        matmul(MatmulShape.plain(512, 512, 512)),
                        // harmonynet's LSTM: its input's product, and the gradient of those weights
                        matmul(MatmulShape.plain(672, 256, 2048)),
                        matmul(new MatmulShape(1, 2048, 256, 672, true, false))),
                List.of(
                        matmul(MatmulShape.plain(35, 70, 19)),
                        matmul(new MatmulShape(3, 9, 17, 33, true, true)),
                        matmul(new MatmulShape(2, 130, 5, 40, true, false))));
    }

    private static Work matmul(MatmulShape s) {
        int c = s.batch() * s.m() * s.n();
        return Work.of(
                "product " + (s.batch() > 1 ? s.batch() + " x " : "") + s.m() + " x " + s.n() + " x " + s.k()
                        + (s.transposeA() ? ", left turned" : "") + (s.transposeB() ? ", right turned" : ""),
                List.of(s.batch() * s.m() * s.k(), s.batch() * s.k() * s.n(), s.n()),
                List.of(c),
                (b, in, out, kept) -> b.matmul(s, in[0], in[1], in[2], Activation.NONE, false, out[0]));
    }

    /** The convolutions of harmonynet on an eighth of its batch, and one of chen-crnn. */
    private static List<Conv2dShape> convolutions() {
        return List.of(
                Conv2dShape.same(4, 173, 128, 1, 3, 3, 32, 1, 1),
                Conv2dShape.same(4, 86, 64, 32, 3, 3, 64, 1, 1),
                Conv2dShape.same(4, 43, 32, 64, 3, 3, 128, 1, 1),
                Conv2dShape.valid(4, 30, 30, 64, 5, 5, 128, 1, 1));
    }

    private static List<Conv2dShape> oddConvolutions() {
        return List.of(
                Conv2dShape.same(2, 7, 5, 3, 3, 3, 19, 1, 1),
                Conv2dShape.same(1, 9, 33, 5, 5, 3, 37, 2, 2),
                Conv2dShape.valid(2, 8, 41, 17, 2, 4, 6, 1, 1),
                // whole vectors of channels, so that Winograd's algorithm takes these
                Conv2dShape.same(1, 22, 19, 16, 3, 3, 32, 1, 1),
                Conv2dShape.valid(1, 17, 15, 32, 5, 5, 16, 1, 1));
    }

    private static KernelFamily conv2d() {
        return new KernelFamily(
                "conv2d",
                Stream.concat(
                                family("winograd", "TILES", "GROUP_X", "GROUP_Y").stream(),
                                family("conv2d", "TILE_M", "TILE_N", "VECTOR", "GROUP_X", "GROUP_Y").stream())
                        .toList(),
                Stream.concat(
                                convolutions().stream().map(KernelFamilies::forward),
                                // nobody wants the gradient of the first layer's input
                                convolutions().stream().skip(1).map(KernelFamilies::toInput))
                        .toList(),
                Stream.concat(
                                oddConvolutions().stream().map(KernelFamilies::forward),
                                oddConvolutions().stream().map(KernelFamilies::toInput))
                        .toList());
    }

    private static KernelFamily conv2dWeights() {
        return new KernelFamily(
                "conv2d_weights",
                family("conv2d_weights", "TILE_M", "TILE_N", "VECTOR", "GROUP_X", "GROUP_Y", "CHUNKS"),
                convolutions().stream().map(KernelFamilies::toWeights).toList(),
                oddConvolutions().stream().map(KernelFamilies::toWeights).toList());
    }

    private static Work forward(Conv2dShape s) {
        return Work.of(
                "forward " + words(s),
                List.of(s.inputSize(), s.weightSize(), s.o()),
                List.of(s.outputSize()),
                (b, in, out, kept) -> b.conv2d(s, in[0], in[1], in[2], Activation.NONE, out[0]));
    }

    private static Work toInput(Conv2dShape s) {
        return Work.of(
                "to input " + words(s),
                List.of(s.outputSize(), s.weightSize()),
                List.of(s.inputSize()),
                (b, in, out, kept) -> b.conv2dBackwardInput(s, in[0], in[1], out[0]));
    }

    private static Work toWeights(Conv2dShape s) {
        return Work.of(
                "to weights " + words(s),
                List.of(s.inputSize(), s.outputSize()),
                List.of(s.weightSize(), s.o()),
                (b, in, out, kept) -> b.conv2dBackwardWeights(s, in[0], in[1], out[0], out[1]));
    }

    private static String words(Conv2dShape s) {
        return s.t() + " x " + s.f() + ", " + s.kt() + " x " + s.kf() + ", " + s.c() + " > " + s.o();
    }

    private static KernelFamily lstm() {
        return new KernelFamily(
                "lstm",
                family("lstm", "FORWARD_SEQUENCES", "BACKWARD_SEQUENCES", "VECTOR", "STATE_ITEMS"),
                // harmonynet's and chen-rnn's units
                List.of(lstm(new LstmShape(32, 21, 64, 64)), lstm(new LstmShape(32, 32, 64, 128))),
                List.of(lstm(new LstmShape(5, 3, 4, 19)), lstm(new LstmShape(17, 2, 3, 33))));
    }

    private static Work lstm(LstmShape s) {
        int steps = s.n() * s.t();
        int gates = 4 * s.h();
        return new Work(
                "lstm " + s.n() + " x " + s.t() + ", " + s.d() + " > " + s.h(),
                List.of(steps * s.d(), s.d() * gates, s.h() * gates, gates, steps * s.h()),
                List.of(steps * s.h(), steps * s.d(), s.d() * gates, s.h() * gates, gates),
                List.of(steps * gates, steps * s.h()),
                (b, in, out, kept) -> {
                    b.lstm(s, in[0], in[1], in[2], in[3], null, out[0], kept[0], kept[1]);
                    b.lstmBackward(
                            s, in[0], in[1], in[2], null, out[0], kept[0], kept[1], in[4], out[1], out[2], out[3],
                            out[4]);
                });
    }

    private static KernelFamily gru() {
        return new KernelFamily(
                "gru",
                family("gru", "FORWARD_SEQUENCES", "BACKWARD_SEQUENCES", "VECTOR", "STATE_ITEMS"),
                // chen-crnn's units
                List.of(gru(new GruShape(32, 21, 64, 128)), gru(new GruShape(32, 21, 64, 64))),
                List.of(gru(new GruShape(5, 3, 4, 19)), gru(new GruShape(17, 2, 3, 33))));
    }

    private static Work gru(GruShape s) {
        int steps = s.n() * s.t();
        int gates = 3 * s.h();
        return new Work(
                "gru " + s.n() + " x " + s.t() + ", " + s.d() + " > " + s.h(),
                List.of(steps * s.d(), s.d() * gates, s.h() * gates, 2 * gates, steps * s.h()),
                List.of(steps * s.h(), steps * s.d(), s.d() * gates, s.h() * gates, 2 * gates),
                List.of(steps * gates, steps * s.h()),
                (b, in, out, kept) -> {
                    b.gru(s, in[0], in[1], in[2], in[3], null, out[0], kept[0], kept[1]);
                    b.gruBackward(
                            s, in[0], in[1], in[2], null, out[0], kept[0], kept[1], in[4], out[1], out[2], out[3],
                            out[4]);
                });
    }

    private static KernelFamily rows() {
        return new KernelFamily(
                "rows",
                family("rows", "ROW_ITEMS", "GROUP_ROWS", "VECTOR"),
                List.of(softmax(8192, 64), softmax(1024, 1024)),
                List.of(softmax(7, 19), softmax(33, 130)));
    }

    private static Work softmax(int rows, int columns) {
        return Work.of(
                "softmax, " + rows + " x " + columns,
                List.of(rows * columns),
                List.of(rows * columns),
                (b, in, out, kept) -> b.softmax(in[0], rows, columns, out[0]));
    }

    private static List<String> family(String file, String... names) {
        return Stream.of(names).map(name -> file + '.' + name).toList();
    }
}
