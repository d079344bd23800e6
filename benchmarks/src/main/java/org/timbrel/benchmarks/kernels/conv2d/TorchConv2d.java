package org.timbrel.benchmarks.kernels.conv2d;

import java.util.List;
import org.timbrel.benchmarks.kernels.Contender;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.engine.backend.Conv2dShape;

/** PyTorch's convolution as a contender, in one of its two layouts. */
final class TorchConv2d {
    private TorchConv2d() {}

    /** @param operation conv2d, conv2d-input or conv2d-weights, as the script knows it */
    static List<Contender> contenders(
            TorchPeer peer, String operation, Conv2dShape shape, int threads, boolean channelsLast) {
        String name = "PyTorch" + (peer.kind() == TorchPeer.Kind.TUNED ? " tuned" : "")
                + (channelsLast ? ", channels last" : ", NCHW");
        String numbers = String.format(
                "%d %d %d %d %d %d %d %d",
                shape.n(),
                shape.t(),
                shape.f(),
                shape.c(),
                shape.o(),
                shape.padT(),
                shape.padF(),
                channelsLast ? 1 : 0);
        return peer.contenders(name, operation, numbers, threads);
    }
}
