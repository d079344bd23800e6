package org.timbrel.kernels.aparapi;

import com.aparapi.device.OpenCLDevice;
import java.util.EnumMap;
import java.util.Map;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;

/** Both kernels on their device, to be timed. To be opened where the backend can be had, and used by one thread at a time. */
public final class AparapiWorkbench implements AutoCloseable {
    /** A kernel. */
    public enum Rung {
        /** Each work-item reads all that it needs from the device's memory. */
        NAIVE,
        /** Work-groups share tiles in local memory; the backend's own. */
        TILED
    }

    /** A product that is ready to run by one of the kernels. */
    public static final class Work {
        private final ProductKernel kernel;
        private final GatheredProduct product;

        private Work(ProductKernel kernel, GatheredProduct product) {
            this.kernel = kernel;
            this.product = product;
        }

        /** There, computed, and back. */
        public float[] compute() {
            return kernel.multiply(product);
        }

        /** There and back, with a launch that sums nothing. */
        public void move() {
            kernel.move(product);
        }
    }

    private final Map<Rung, ProductKernel> kernels = new EnumMap<>(Rung.class);

    private AparapiWorkbench() {
        kernels.put(Rung.NAIVE, new NaiveProduct());
        kernels.put(Rung.TILED, new TiledProduct());
    }

    /** On the device that the backend takes. */
    public static AparapiWorkbench open() {
        OpenCLDevice device = AparapiProbe.result().device();
        AparapiWorkbench bench = new AparapiWorkbench();
        bench.kernels.values().forEach(kernel -> kernel.translate(device));
        return bench;
    }

    /** A matrix product. */
    public Work matmul(Rung rung, MatmulShape shape, float[] a, float[] b) {
        return new Work(kernels.get(rung), GatheredProduct.of(shape, a, b));
    }

    /** A convolution forward. */
    public Work conv2d(Rung rung, Conv2dShape shape, float[] x, float[] w) {
        return new Work(kernels.get(rung), GatheredProduct.convolution(shape, x, w));
    }

    @Override
    public void close() {
        kernels.values().forEach(ProductKernel::dispose);
    }
}
