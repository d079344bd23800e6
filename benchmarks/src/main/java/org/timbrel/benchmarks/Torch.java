package org.timbrel.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Terminal;

/**
 * The PyTorch of this machine, if there is one: what was asked for by name must be there, what is only looked for may be
 * missing, and then a sentence says so.
 *
 * @param peers its processes: one, or two where the allocator makes a difference
 */
record Torch(List<TorchPeer> peers) implements AutoCloseable {
    private static final String REMEDY =
            "; install it with 'pip install torch', or name a Python that has it by --python.";

    /**
     * Starts it.
     *
     * @param python the command that was asked for, {@code none}, or null to look for python3
     * @param allocates whether the operation makes new tensors, so that the allocator makes a difference
     * @param onDevice whether what it stands beside computes on a device: then on a CUDA device too, if it sees one
     */
    static Torch find(String python, boolean allocates, boolean onDevice, Terminal terminal) {
        List<TorchPeer> peers = new ArrayList<>();
        if ("none".equals(python)) {
            return new Torch(peers);
        }
        String command = python == null ? "python3" : python;
        String missing = command + " has no PyTorch" + REMEDY;
        try {
            if (onDevice) {
                TorchPeer.start(command, TorchPeer.Kind.CUDA).ifPresent(peers::add);
            }
            if (peers.isEmpty()) {
                TorchPeer.start(command, TorchPeer.Kind.PLAIN).ifPresent(peers::add);
                if (allocates && !peers.isEmpty()) {
                    TorchPeer.start(command, TorchPeer.Kind.TUNED).ifPresent(peers::add);
                }
            }
        } catch (IOException e) {
            missing = "there is no " + command + " to run PyTorch with" + REMEDY;
        }
        if (peers.isEmpty()) {
            if (python != null) {
                throw new CommandException(ExitCode.FAILED, missing);
            }
            terminal.note("PyTorch is not in the table: " + missing);
        }
        return new Torch(peers);
    }

    /** Its version. */
    Optional<String> version() {
        return peers.stream().map(TorchPeer::version).findFirst();
    }

    @Override
    public void close() {
        peers.forEach(TorchPeer::close);
    }
}
