package org.timbrel.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;

/** Training steps of harmonynet or kuppusamy-lstm in DJL, on PyTorch. */
public final class DjlStep {
    private static final int GENRES = 10;

    private DjlStep() {}

    public static void main(String[] arguments) throws IOException {
        boolean images = arguments[0].equals("harmonynet");
        Shape shape = images ? new Shape(Turns.BATCH, 1, 173, 128) : new Shape(Turns.BATCH, 130, 13);
        Loss loss = Loss.softmaxCrossEntropyLoss();
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(images ? 1e-3f : 1e-4f))
                        .build());
        try (Model model = Model.newInstance(arguments[0], "PyTorch")) {
            model.setBlock(images ? harmonynet() : kuppusamyLstm());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(shape);
                NDManager manager = trainer.getManager();
                NDArray x = manager.randomNormal(shape);
                NDArray labels = manager.arange(0, Turns.BATCH, 1, DataType.INT64).mod(GENRES);
                // an LSTM's second bias adds nothing and is not counted
                long values = model.getBlock().getParameters().stream()
                        .filter(p -> !p.getKey().endsWith("h2h_BIAS"))
                        .mapToLong(p -> p.getValue().getArray().size())
                        .sum();
                Turns.take(values, () -> {
                    try (NDManager step = manager.newSubManager();
                            GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                        NDList data = new NDList(x.duplicate());
                        data.attach(step);
                        NDList predicted = trainer.forward(data);
                        NDArray lost = loss.evaluate(new NDList(labels), predicted);
                        collector.backward(lost);
                        lost.close();
                        predicted.close();
                    }
                    trainer.step();
                });
            }
        }
    }

    private static Block harmonynet() {
        SequentialBlock block = new SequentialBlock();
        for (int filters : new int[] {32, 64, 128}) {
            block.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .setFilters(filters)
                            .build())
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                    .add(Dropout.builder().optRate(0.3f).build());
        }
        return block.addSingleton(x -> x.transpose(0, 2, 3, 1).reshape(Turns.BATCH, 21, 16 * 128))
                .add(lstm())
                .addSingleton(DjlStep::last)
                .add(Linear.builder().setUnits(GENRES).build());
    }

    private static Block kuppusamyLstm() {
        return new SequentialBlock()
                .add(lstm())
                .add(lstm())
                .addSingleton(DjlStep::last)
                .add(Linear.builder().setUnits(64).build())
                .add(Activation.reluBlock())
                .add(Dropout.builder().optRate(0.3f).build())
                .add(Linear.builder().setUnits(GENRES).build());
    }

    private static Block lstm() {
        return LSTM.builder().setStateSize(64).setNumLayers(1).optBatchFirst(true).build();
    }

    private static NDArray last(NDArray sequence) {
        return sequence.get(":, -1");
    }
}
