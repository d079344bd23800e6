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
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.tensor.Workspace;

/** Learns to tell an inner ring of points from the ring around it. */
public final class Rings {
    private static final int N = 200;

    public static void main(String[] args) {
        try (Backend backend = Backends.open("auto", BackendOptions.defaults())) {
            System.out.println(backend.describe());
            System.out.println(train(backend) + " of " + N + " new points are told right");
        }
    }

    static int train(Backend backend) {
        int[] rings = IntStream.range(0, N).map(i -> i % 2).toArray(); // 0 inner, 1 outer
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 42);
        Dense hidden = new Dense("hidden", 2, 16, Activation.TANH, true, factory);
        Dense logits = new Dense("logits", 16, 2, Activation.NONE, true, factory);
        Sequential model = new Sequential("rings", Shape.of(2), List.of(hidden, logits));
        Adam optimizer = new Adam(model.parameters(), Adam.Settings.keras());
        BufferPool pool = new BufferPool(backend);
        for (int step = 0; step < 200; step++) {
            try (Workspace workspace = pool.openStep()) {
                Tensor x = workspace.tensor(Shape.of(N, 2), points(step * N)); // (N,2)
                Tensor targets = workspace.tensor(Shape.of(N, 2), CrossEntropy.oneHot(rings, 2)); // (N,2)
                Tensor loss = model.forward(x, Pass.training(42, step)).crossEntropy(targets);
                loss.backward();
                optimizer.step(0.02);
            }
        }
        try (Workspace workspace = pool.openInference()) {
            Tensor x = workspace.tensor(Shape.of(N, 2), points(1_000_000));
            float[] y = model.forward(x, Pass.inference()).toFloats(); // (N,2)
            int right = 0;
            for (int i = 0; i < N; i++) {
                right += y[2 * i] < y[2 * i + 1] == (i % 2 == 1) ? 1 : 0;
            }
            return right;
        }
    }

    private static float[] points(int start) {
        float[] points = new float[2 * N];
        for (int i = 0; i < N; i++) {
            double radius = 0.5 + 0.5 * (i % 2) + 0.15 * Math.sin(12.9 * (start + i));
            points[2 * i] = (float) (radius * Math.cos(start + i));
            points[2 * i + 1] = (float) (radius * Math.sin(start + i));
        }
        return points;
    }
}
