package org.timbrel.peers;

import java.io.IOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.BaseInputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Training steps of harmonynet or kuppusamy-lstm in DL4J. */
public final class Dl4jStep {
    private static final int GENRES = 10;

    private Dl4jStep() {}

    public static void main(String[] arguments) throws IOException {
        boolean images = arguments[0].equals("harmonynet");
        MultiLayerNetwork model = new MultiLayerNetwork(images ? harmonynet() : kuppusamyLstm());
        model.init();
        INDArray x = images
                ? Nd4j.randn(new long[] {Turns.BATCH, 1, 173, 128})
                : Nd4j.randn(new long[] {Turns.BATCH, 13, 130});
        INDArray labels = Nd4j.zeros(Turns.BATCH, GENRES);
        for (int i = 0; i < Turns.BATCH; i++) {
            labels.putScalar(i, i % GENRES, 1);
        }
        Turns.take(model.numParams(), () -> model.fit(x, labels));
    }

    private static MultiLayerConfiguration harmonynet() {
        NeuralNetConfiguration.ListBuilder layers = layers(1e-3);
        for (int filters : new int[] {32, 64, 128}) {
            // dropOut names the share that is kept of the layer's input
            ConvolutionLayer.Builder convolution = new ConvolutionLayer.Builder(3, 3)
                    .padding(1, 1)
                    .nOut(filters)
                    .activation(Activation.RELU);
            layers.layer((filters == 32 ? convolution : convolution.dropOut(0.7)).build())
                    .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build());
        }
        layers.layer(new LastTimeStep(
                        new LSTM.Builder().nIn(128 * 16).nOut(64).dropOut(0.7).build()))
                .layer(output(64));
        return layers.setInputType(InputType.convolutional(173, 128, 1))
                .inputPreProcessor(6, new TimeRows())
                .build();
    }

    private static MultiLayerConfiguration kuppusamyLstm() {
        return layers(1e-4)
                .layer(new LSTM.Builder().nIn(13).nOut(64).build())
                .layer(new LastTimeStep(new LSTM.Builder().nIn(64).nOut(64).build()))
                .layer(new DenseLayer.Builder()
                        .nIn(64)
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(output(64))
                .build();
    }

    private static NeuralNetConfiguration.ListBuilder layers(double rate) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(rate))
                .activation(Activation.TANH)
                .list();
    }

    private static OutputLayer output(int inputs) {
        OutputLayer.Builder builder = new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(GENRES)
                .activation(Activation.SOFTMAX);
        return builder.build();
    }

    /** (N,C,T,F) to (N,F*C,T). */
    public static final class TimeRows extends BaseInputPreProcessor {
        @Override
        public INDArray preProcess(INDArray x, int batch, LayerWorkspaceMgr workspace) {
            INDArray rows = x.permute(0, 3, 1, 2).dup('c').reshape('c', x.size(0), x.size(1) * x.size(3), x.size(2));
            return workspace.leverageTo(ArrayType.ACTIVATIONS, rows);
        }

        @Override
        public INDArray backprop(INDArray dy, int batch, LayerWorkspaceMgr workspace) {
            INDArray planes = dy.dup('c').reshape('c', dy.size(0), 16, dy.size(1) / 16, dy.size(2));
            return workspace.leverageTo(ArrayType.ACTIVATION_GRAD, planes.permute(0, 2, 3, 1).dup('c'));
        }

        @Override
        public BaseInputPreProcessor clone() {
            return new TimeRows();
        }

        @Override
        public InputType getOutputType(InputType before) {
            return InputType.recurrent(128 * 16, 21);
        }
    }
}
