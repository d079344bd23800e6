package org.timbrel.engine.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The lengths of a tensor's axes, outermost first. An empty shape is a single number. */
public final class Shape {
    private static final Shape NUMBER = new Shape(new int[0]);

    private final int[] lengths;
    private final int size;

    private Shape(int[] lengths) {
        this.lengths = lengths;
        long product = 1;
        for (int length : lengths) {
            if (length < 0) {
                throw new ShapeException("an axis can't have the length " + length + " in " + Arrays.toString(lengths));
            }
            product *= length;
            if (product > Integer.MAX_VALUE) {
                throw new ShapeException("shape " + Arrays.toString(lengths) + " has more than 2^31 - 1 elements");
            }
        }
        this.size = (int) product;
    }

    /**
     * A shape with these axes. Those of the usual ranks, which a training step makes by the dozen, need no copy.
     *
     * @throws ShapeException if a length is negative or the product exceeds 2^31 - 1
     */
    public static Shape of(int... lengths) {
        return new Shape(lengths.clone());
    }

    /** The shape of a single number. */
    public static Shape of() {
        return NUMBER;
    }

    /** A shape with one axis. */
    public static Shape of(int length) {
        return new Shape(new int[] {length});
    }

    /** A shape with two axes. */
    public static Shape of(int outer, int inner) {
        return new Shape(new int[] {outer, inner});
    }

    /** A shape with three axes. */
    public static Shape of(int outer, int middle, int inner) {
        return new Shape(new int[] {outer, middle, inner});
    }

    /** A shape with four axes, outermost first. */
    public static Shape of(int a, int b, int c, int d) {
        return new Shape(new int[] {a, b, c, d});
    }

    /** Number of axes. */
    public int rank() {
        return lengths.length;
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    /** Length of one axis; negative axes count from the end. */
    public int get(int axis) {
        return lengths[axis(axis)];
    }

    /** The axis as a number from 0; negative axes count from the end. */
    public int axis(int axis) {
        int index = axis < 0 ? axis + lengths.length : axis;
        if (index < 0 || index >= lengths.length) {
            throw new ShapeException("axis " + axis + " is outside " + this);
        }
        return index;
    }

    /** This shape with one axis of another length. */
    public Shape with(int axis, int length) {
        int[] changed = lengths.clone();
        changed[axis(axis)] = length;
        return new Shape(changed);
    }

    /** Whether all axes but one are those of another shape. */
    boolean equalsBut(int axis, Shape other) {
        return lengths.length == other.lengths.length
                && Arrays.equals(lengths, 0, axis, other.lengths, 0, axis)
                && Arrays.equals(lengths, axis + 1, lengths.length, other.lengths, axis + 1, other.lengths.length);
    }

    /** The axes from {@code first} on. */
    public Shape from(int first) {
        return new Shape(Arrays.copyOfRange(lengths, first, lengths.length));
    }

    /** The shape of {@code n} things of this shape: an axis of that length before all others. */
    public Shape times(int n) {
        int[] more = new int[lengths.length + 1];
        more[0] = n;
        System.arraycopy(lengths, 0, more, 1, lengths.length);
        return new Shape(more);
    }

    /** Product of the lengths of axes {@code from} (inclusive) to {@code to} (exclusive). */
    public int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= lengths[i];
        }
        return product;
    }

    /** Elements between neighbours along each axis, row-major. */
    public int[] strides() {
        int[] strides = new int[lengths.length];
        int stride = 1;
        for (int i = lengths.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= lengths[i];
        }
        return strides;
    }

    /** The lengths as an array of the caller's own. */
    public int[] toArray() {
        return lengths.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(lengths, that.lengths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        return Arrays.stream(lengths).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    void requireSize(int values) {
        if (size() != values) {
            throw new ShapeException(
                    "shape " + this + " holds " + size() + " values, got " + values + "; give as many");
        }
    }
}
