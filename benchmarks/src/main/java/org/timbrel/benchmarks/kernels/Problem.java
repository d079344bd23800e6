package org.timbrel.benchmarks.kernels;

import java.util.List;

/** What all contenders compute: an operation at one size. */
public interface Problem {
    /** The operation, such as matmul. */
    String operation();

    /** The size, in words. */
    String size();

    /** Work of one run, in units of {@link #unit} a nanosecond: floating-point operations, or bytes that must be moved. */
    double work();

    /** What work is counted in, a second: GFLOP/s or GB/s. */
    default String unit() {
        return "GFLOP/s";
    }

    /** All contenders, in the order of the table. */
    List<Contender> contenders();

    /**
     * How far a result is off, as a share of the largest number of the right one.
     *
     * @param result of a contender
     */
    double error(float[] result);

    /** The error that is allowed. */
    default double tolerance() {
        return Closeness.TOLERANCE;
    }

    /** What is to be said below the table, a sentence each; measured when it is asked for. */
    default List<String> notes() {
        return List.of();
    }
}
