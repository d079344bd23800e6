package org.timbrel.kernels.aparapi;

import com.aparapi.Config;
import com.aparapi.device.OpenCLDevice;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.kernels.opencl.OpenClProbe;

/**
 * Whether Aparapi computes on this machine's OpenCL device, tried by a small product; the device is the one that the backend
 * {@code opencl} takes. Done once, when the first asks. This class can be loaded only where Aparapi's library is.
 *
 * @param availability whether it does and, if not, why and what to do
 * @param device where it does; null if it does not
 */
record AparapiProbe(Availability availability, OpenCLDevice device) {
    /** Aparapi's words about what it falls back to; what matters of them stands in our errors. */
    private static final Logger LOG = Logger.getLogger(Config.getLoggerName());

    private static final String ANOTHER = "use --backend opencl or vector";

    private static final class Once {
        static final AparapiProbe RESULT = look();
    }

    /** What was found. */
    static AparapiProbe result() {
        return Once.RESULT;
    }

    private static AparapiProbe look() {
        OpenClProbe opencl = OpenClProbe.result();
        if (!opencl.availability().available()) {
            return new AparapiProbe(opencl.availability(), null);
        }
        LOG.setLevel(Level.OFF);
        String wanted = opencl.devices().get(0).name();
        try {
            return OpenCLDevice.listDevices(null).stream()
                    .filter(device -> device.getName().trim().equals(wanted))
                    .findFirst()
                    .map(AparapiProbe::tryOut)
                    .orElseGet(() -> none("Aparapi does not find the OpenCL device " + wanted, nativeRemedy()));
        } catch (LinkageError e) {
            return none("Aparapi's native library can't be loaded (" + e.getMessage() + ")", nativeRemedy());
        }
    }

    private static AparapiProbe tryOut(OpenCLDevice device) {
        TiledProduct kernel = new TiledProduct();
        try {
            kernel.translate(device);
            MatmulShape shape = MatmulShape.plain(1, 1, 2);
            float[] product = kernel.multiply(GatheredProduct.of(shape, new float[] {1, 2}, new float[] {3, 4}));
            if (product[0] != 11) {
                return none("Aparapi computes 1 x 3 + 2 x 4 = " + product[0] + " on " + device.getName(), ANOTHER);
            }
        } catch (BackendFailedException e) {
            return none(e.getMessage(), ANOTHER);
        } finally {
            kernel.dispose();
        }
        return new AparapiProbe(
                Availability.yes("products on " + device.getName().trim()), device);
    }

    private static String nativeRemedy() {
        return "Aparapi has natives for Linux, Windows and macOS on x86, and for Linux on ARM; this is "
                + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                + ", and the folder for temporary files, " + System.getProperty("java.io.tmpdir")
                + ", must be one that may hold libraries; or " + ANOTHER;
    }

    private static AparapiProbe none(String reason, String remedy) {
        return new AparapiProbe(Availability.no(reason, remedy), null);
    }
}
