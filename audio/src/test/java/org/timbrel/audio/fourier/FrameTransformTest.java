package org.timbrel.audio.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.audio.GoldenSounds;
import org.timbrel.audio.feature.Window;

class FrameTransformTest {
    private static final double TOLERANCE = 1e-13; // of the largest value
    private static final int FRAMES = 21;

    /** Sounds shorter than a frame and longer than all of them; hops that divide the size, don't, and exceed it. */
    static Stream<Framing> framings() {
        return Stream.of(16, 32, 64, 512, 1024, 2048, 4096, 8192)
                .flatMap(size -> IntStream.of(size / 4, size / 3, 1, size + 5)
                        .boxed()
                        .flatMap(hop -> IntStream.of(0, -size / 2)
                                .mapToObj(first -> new Framing(size, hop, first, Window.hann(size - 3, size)))));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void plainTransformAgreesWithJTransforms(Framing framing) {
        float[] samples = samples(framing);
        double[] expected = complex(new LibraryTransform(framing), framing, samples);
        double[] actual = complex(new PlainTransform(framing), framing, samples);
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        assertArrayEquals(expected, actual, TOLERANCE * largest);
        double[] power = power(new PlainTransform(framing), framing, samples);
        assertArrayEquals(power(new LibraryTransform(framing), framing, samples), power, TOLERANCE * largest * largest);
    }

    @ParameterizedTest
    @MethodSource("framings")
    void fastTransformHasTheBitsOfThePlainOne(Framing framing) {
        float[] samples = samples(framing);
        FrameTransform plain = new PlainTransform(framing);
        assertArrayEquals(complex(plain, framing, samples), complex(fast(framing), framing, samples));
        assertArrayEquals(power(plain, framing, samples), power(fast(framing), framing, samples));
    }

    @Test
    void bandsHaveTheSameBitsToo() {
        Framing framing = new Framing(256, 64, -128, Window.hann(256, 256));
        float[] samples = GoldenSounds.music(3000, 22050, 1);
        Bands bands = new Bands(new int[] {0, 3, 100, 128, 5}, new double[][] {
            {0.1, 0.7, 1}, {0.3}, IntStream.range(0, 29).mapToDouble(i -> i).toArray(), {2}, {}
        });
        assertArrayEquals(sums(new PlainTransform(framing), bands, samples), sums(fast(framing), bands, samples));
    }

    @Test
    void aLongRunChangesNothing() throws InterruptedException {
        Framing framing = new Framing(512, 128, -256, Window.hann(512, 512));
        float[] samples = samples(framing);
        FrameTransform transform = new GearedTransform(framing, new WarmUp());
        double[] first = power(transform, framing, samples);
        assertEquals(1, transform.of(samples, 1).lanes(), "a short run has no time to compile the fast transform");
        transform.of(samples, 1 << 20); // soon fast
        for (int tenths = 0; transform.of(samples, 1).lanes() == 1 && tenths < 600; tenths++) {
            Thread.sleep(100);
        }
        assertTrue(transform.of(samples, 1).lanes() > 1, "the run is long, but goes on with the plain transform");
        assertArrayEquals(first, power(transform, framing, samples));
    }

    @Test
    void anExpectedLongRunIsFastFromItsFirstSound() throws InterruptedException {
        Framing framing = new Framing(512, 128, -256, Window.hann(512, 512));
        WarmUp warmUp = new WarmUp();
        assertFalse(warmUp.begun());
        warmUp.begin();
        FrameTransform transform = new GearedTransform(framing, warmUp);
        for (int tenths = 0; warmUp.winner().isEmpty() && tenths < 600; tenths++) {
            Thread.sleep(100);
        }
        assertTrue(transform.of(samples(framing), 1).lanes() > 1, "the first sound goes through the plain transform");
    }

    @Test
    void anySizeHasATransform() {
        for (int size : new int[] {2, 3, 8, 999, 1000}) {
            Framing framing = new Framing(size, size, 0, Window.hann(size, size));
            double[] power = power(FrameTransform.of(framing), framing, samples(framing));
            assertEquals(FRAMES * (size / 2 + 1), power.length);
        }
    }

    private static FrameTransform fast(Framing framing) {
        return ServiceLoader.load(FastTransform.class).stream()
                .map(provider -> provider.get().open(framing))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("tests run with --add-modules jdk.incubator.vector"));
    }

    /** Enough for half of the frames. */
    private static float[] samples(Framing framing) {
        return GoldenSounds.music(framing.hop() * FRAMES / 2 + 7, 22050, 1);
    }

    /** Frame by frame, {@code (FRAMES, 2 bins)}. */
    private static double[] complex(FrameTransform transform, Framing framing, float[] samples) {
        FrameTransform.Spectra spectra = transform.of(samples, FRAMES);
        int rows = 2 * (framing.size() / 2 + 1);
        return frames(spectra.lanes(), rows, (frame, block) -> spectra.complex(frame, block));
    }

    private static double[] power(FrameTransform transform, Framing framing, float[] samples) {
        FrameTransform.Spectra spectra = transform.of(samples, FRAMES);
        return frames(spectra.lanes(), framing.size() / 2 + 1, (frame, block) -> spectra.power(frame, block));
    }

    private static double[] sums(FrameTransform transform, Bands bands, float[] samples) {
        FrameTransform.Spectra spectra = transform.of(samples, FRAMES);
        double[] power = new double[129 * spectra.lanes()];
        return frames(spectra.lanes(), bands.count(), (frame, block) -> {
            spectra.power(frame, power);
            spectra.sum(bands, power, block);
        });
    }

    private interface Block {
        void write(int frame, double[] block);
    }

    private static double[] frames(int lanes, int rows, Block of) {
        double[] all = new double[FRAMES * rows];
        double[] block = new double[rows * lanes];
        for (int frame = 0; frame < FRAMES; frame++) {
            if (frame % lanes == 0) {
                of.write(frame, block);
            }
            for (int row = 0; row < rows; row++) {
                all[frame * rows + row] = block[row * lanes + frame % lanes];
            }
        }
        return all;
    }
}
