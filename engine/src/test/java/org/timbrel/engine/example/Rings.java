package org.timbrel.engine.example;

import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** Learns to tell an inner ring of points from the ring around it. */
public final class Rings {
    public static void main(String[] args) {
        try (Backend backend = Backends.open("auto", BackendOptions.defaults())) {
            System.out.println(train(backend) + " of 200 new points are told right");
        }
    }

    static long train(Backend backend) {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 42);
        Dense hidden = new Dense("hidden", 2, 16, Activation.TANH, true, factory);
        Dense logits = new Dense("logits", 16, 2, Activation.NONE, true, factory);
        Sequential model = new Sequential("rings", Shape.of(2), List.of(hidden, logits));
        Adam optimizer = new Adam(model.parameters(), Adam.Settings.keras());
        int[] rings = IntStream.range(0, 200).map(i -> i % 2).toArray(); // 0 inner, 1 outer
        Tensor targets = Tensor.of(backend, Shape.of(200, 2), CrossEntropy.oneHot(rings, 2));
        for (int step = 0; step < 200; step++) {
            Tensor y = model.forward(points(backend, step), Pass.training(42, step)); // (200,2), a number a ring
            y.crossEntropy(targets).backward();
            optimizer.step(0.02);
        }
        double[] y = model.forward(points(backend, 5000), Pass.inference()).toDoubles();
        return IntStream.range(0, 200)
                .filter(i -> y[2 * i] < y[2 * i + 1] == (rings[i] == 1))
                .count();
    }

    private static Tensor points(Backend backend, int draw) {
        double[] points = new double[400];
        for (int i = 0; i < 200; i++) {
            double angle = 200 * draw + i;
            double radius = 0.5 + 0.5 * (i % 2) + 0.15 * Math.sin(12.9 * angle);
            points[2 * i] = radius * Math.cos(angle);
            points[2 * i + 1] = radius * Math.sin(angle);
        }
        return Tensor.of(backend, Shape.of(200, 2), points); // (200,2)
    }
}
