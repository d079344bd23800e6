package org.timbrel.kernels.opencl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/** Adds up how long a queue's commands took, from the events that the driver keeps for each of them. */
final class Profile {
    /** What a command does. */
    enum Kind {
        /** Runs on the device. */
        RUN,
        /** Brings numbers to the device. */
        WRITE,
        /** Brings numbers back. */
        READ
    }

    private record Command(Kind kind, long bytes, cl_event event) {}

    /** Commands that may wait for being looked at: each holds an event of the driver. */
    private static final int MOST_WAITING = 1024;

    /** What commands of one kind have taken together. */
    private static final class Total {
        double seconds;
        long bytes;
    }

    private final List<Command> waiting = new ArrayList<>();
    private final Map<Kind, Total> totals = new EnumMap<>(Kind.class);

    /** Takes note of a command that has been put into the queue. */
    void add(Kind kind, long bytesMoved, cl_event event) {
        waiting.add(new Command(kind, bytesMoved, event));
        if (waiting.size() == MOST_WAITING) {
            look();
        }
    }

    /** What has been spent since it was last asked for; waits for all commands. */
    DeviceTime take() {
        look();
        Total there = total(Kind.WRITE);
        Total back = total(Kind.READ);
        DeviceTime time = new DeviceTime(total(Kind.RUN).seconds, there.bytes, there.seconds, back.bytes, back.seconds);
        totals.clear();
        return time;
    }

    private Total total(Kind kind) {
        return totals.computeIfAbsent(kind, k -> new Total());
    }

    private void look() {
        for (Command command : waiting) {
            CL.clWaitForEvents(1, new cl_event[] {command.event});
            long ran = nanoseconds(command.event, CL.CL_PROFILING_COMMAND_END)
                    - nanoseconds(command.event, CL.CL_PROFILING_COMMAND_START);
            Total total = total(command.kind);
            total.seconds += ran / 1e9;
            total.bytes += command.bytes;
            CL.clReleaseEvent(command.event);
        }
        waiting.clear();
    }

    private static long nanoseconds(cl_event event, int what) {
        long[] value = new long[1];
        CL.clGetEventProfilingInfo(event, what, Sizeof.cl_ulong, Pointer.to(value), null);
        return value[0];
    }
}
