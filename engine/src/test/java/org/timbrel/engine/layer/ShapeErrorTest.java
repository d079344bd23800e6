package org.timbrel.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** A shape error names the layer, what it wanted, what it got, and what to change. */
class ShapeErrorTest {
    private final Backend backend = new ReferenceBackend();
    private final ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 1);

    @Test
    void convolutionIntoLstmNamesTheMissingToSequence() {
        Layer conv = conv("front", 1, Padding.SAME);
        Layer lstm = new Lstm("memory", 8 * 32, 64, false, factory);
        ShapeException error = assertThrows(
                ShapeException.class, () -> new Sequential("model", Shape.of(16, 8, 1), List.of(conv, lstm)));
        assertEquals(
                "lstm layer 'memory' wants sequences (time, 256 features), got images (16, 8, 32) (time, frequency,"
                        + " channels); put a toSequence layer before it, which makes them sequences (16, 256)",
                error.getMessage());
        new Sequential("model", Shape.of(16, 8, 1), List.of(conv, new ToSequence("join"), lstm));
    }

    @Test
    void lstm() {
        Layer lstm = new Lstm("memory", 13, 64, false, factory);
        check(lstm, Shape.of(64), "'memory'", "13 features", "(64)", "return sequences");
        check(lstm, Shape.of(130, 20), "'memory'", "13 features", "(130, 20)", "set its inputs to 20");
    }

    @Test
    void conv1d() {
        Conv1d.Settings settings = new Conv1d.Settings(13, 8, 5, 1, Padding.VALID, Activation.NONE, true);
        Layer conv = new Conv1d("front", settings, factory);
        check(conv, Shape.of(16, 8, 32), "conv1d layer 'front'", "(16, 8, 32)", "put a toSequence layer before it");
        check(conv, Shape.of(4, 13), "'front'", "5 steps", "(4, 13)", "use 'same' padding");
    }

    @Test
    void gru() {
        Layer gru = new Gru("memory", 13, 64, false, factory);
        check(gru, Shape.of(64), "gru layer 'memory'", "13 features", "(64)", "return sequences");
        check(gru, Shape.of(16, 8, 32), "gru layer 'memory'", "(16, 8, 32)", "put a toSequence layer before it");
    }

    @Test
    void bidirectional() {
        Layer both = new Bidirectional("memory", name -> new Lstm(name, 13, 64, false, factory));
        check(both, Shape.of(130, 20), "'memory.forward'", "13 features", "(130, 20)", "set its inputs to 20");
    }

    @Test
    void attention() {
        Layer attention = new MultiHeadAttention("a", 12, 4, false, factory);
        check(attention, Shape.of(64), "multiHeadAttention layer 'a'", "12 features", "(64)", "return sequences");
        assertEquals(
                "multiHeadAttention layer 'a' can't share 12 features among 5 heads; choose a number of heads that"
                        + " divides 12",
                assertThrows(ShapeException.class, () -> new MultiHeadAttention("a", 12, 5, false, factory))
                        .getMessage());
    }

    @Test
    void convolution() {
        check(
                conv("c", 3, Padding.SAME),
                Shape.of(5, 6, 1),
                "conv2d",
                "'c'",
                "3 channels",
                "(5, 6, 1)",
                "set its input");
        check(conv("c", 1, Padding.SAME), Shape.of(5, 6), "'c'", "images", "(5, 6)", "reshape");
        check(conv("c", 1, Padding.VALID), Shape.of(2, 9, 1), "'c'", "3 x 3", "(2, 9, 1)", "use 'same' padding");
    }

    @Test
    void dense() {
        Layer dense = new Dense("d", 10, 2, Activation.NONE, true, factory);
        check(dense, Shape.of(4, 5, 6), "dense", "'d'", "10 features", "(4, 5, 6)", "put flatten");
    }

    @Test
    void pooling() {
        check(new MaxPool2d("p", 2, 3), Shape.of(5, 2, 8), "'p'", "2 x 3", "(5, 2, 8)", "use a smaller window");
        check(new GlobalAveragePool("g"), Shape.of(7), "'g'", "images", "(7)", "leave it out");
    }

    @Test
    void batchNorm() {
        Layer norm = new BatchNorm("n", 8, BatchNorm.Convention.keras(), factory);
        check(norm, Shape.of(4, 5, 16), "'n'", "8 channels", "(4, 5, 16)", "set its channels");
    }

    @Test
    void layerNorm() {
        Layer norm = new LayerNorm("n", 8, 1e-5, factory);
        check(norm, Shape.of(4, 16), "'n'", "8 features", "(4, 16)", "set its features");
    }

    @Test
    void toSequence() {
        check(new ToSequence("s"), Shape.of(4, 5), "'s'", "images", "(4, 5)", "put it straight after");
    }

    /** The layer must refuse the shape when a model is put together, and a batch of it when it runs. */
    private void check(Layer layer, Shape example, String... words) {
        String message = assertThrows(ShapeException.class, () -> layer.outputShape(example))
                .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "'" + word + "' is missing in: " + message);
        }
        int[] lengths = new int[example.rank() + 1];
        lengths[0] = 2;
        System.arraycopy(example.toArray(), 0, lengths, 1, example.rank());
        Shape batch = Shape.of(lengths);
        Tensor x = Tensor.of(backend, batch, new double[batch.size()]);
        assertEquals(
                message,
                assertThrows(ShapeException.class, () -> layer.forward(x, Pass.inference()))
                        .getMessage());
    }

    private Layer conv(String name, int in, Padding padding) {
        return new Conv2d(name, new Conv2d.Settings(in, 32, 3, 3, 1, 1, padding, Activation.RELU, true), factory);
    }
}
