package org.timbrel.engine.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * One use of an operation: what goes in and what is done with it. Gradient checks, backend conformance and benchmarks all
 * run the cases of {@link OpCases}, so a new operation gets all three by one entry.
 *
 * @param name unique, says what is special about the case; also the salt of its numbers
 * @param inputs shapes and ranges of the inputs
 * @param function from the inputs to the result
 * @param kinks where the function has kinks: a tensor whose sign says on which side of each kink the inputs lie
 */
public record OpCase(
        String name,
        List<Input> inputs,
        Function<List<Tensor>, Tensor> function,
        Optional<Function<List<Tensor>, Tensor>> kinks) {

    /**
     * An input and how its numbers are drawn.
     *
     * @param shape its shape
     * @param low smallest value
     * @param high largest value
     * @param differentiated whether its gradient is wanted
     * @param apart true for numbers at equal distances, so that no two are nearly equal
     */
    public record Input(Shape shape, double low, double high, boolean differentiated, boolean apart) {
        /** Numbers in [-1, 1) whose gradient is wanted. */
        public static Input of(int... lengths) {
            return new Input(Shape.of(lengths), -1, 1, true, false);
        }

        /** The same numbers without a gradient. */
        public Input constant() {
            return new Input(shape, low, high, false, apart);
        }

        /** Numbers from another range. */
        public Input between(double from, double to) {
            return new Input(shape, from, to, differentiated, apart);
        }

        /** Numbers at equal distances. */
        public Input spaced() {
            return new Input(shape, low, high, differentiated, true);
        }

        double[] values(int salt) {
            int n = shape.size();
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                double unit = apart ? (i * 7919L % n + 0.5) / n : (Formula.value(salt, i) + 1) / 2;
                values[i] = (float) (low + (high - low) * unit);
            }
            return values;
        }
    }

    /** A smooth case. */
    public static OpCase of(String name, Function<List<Tensor>, Tensor> function, Input... inputs) {
        return new OpCase(name, List.of(inputs), function, Optional.empty());
    }

    /** This case with kinks where {@code sides} changes its sign. */
    public OpCase withKinks(Function<List<Tensor>, Tensor> sides) {
        return new OpCase(name, inputs, function, Optional.of(sides));
    }

    /** The numbers of every input: the same on every backend, exact in float. */
    public List<double[]> values() {
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(inputs.get(i).values(name.hashCode() + i));
        }
        return values;
    }

    /** The inputs as tensors of a backend. */
    public List<Tensor> tensors(Backend backend, List<double[]> values) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            tensors.add(
                    input.differentiated()
                            ? Tensor.parameter(backend, input.shape(), values.get(i))
                            : Tensor.of(backend, input.shape(), values.get(i)));
        }
        return tensors;
    }

    /** The result made one number, by a fixed weight for each of its elements, so that no gradient cancels. */
    public Tensor weighted(Tensor result) {
        double[] weights = Formula.values(~name.hashCode(), result.shape().size(), 1);
        return result.multiply(Tensor.of(result.backend(), result.shape(), weights))
                .sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
