package org.timbrel.engine.backend.vector;

import java.util.EnumMap;
import java.util.Map;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Arrays and other objects that one thread uses again and again, so that no kernel allocates in its inner loops, and a training
 * step leaves little on the heap. Contents are whatever was left there. Each use has an array of its own, which grows to the
 * largest size asked for.
 */
final class Scratch {
    /**
     * Where in an array of scratch memory the numbers begin that kernels load and store by vectors. The header of an array takes 16
     * bytes, so this is the first element of a cache line of 64, if the array begins with one; and then no vector lies in two lines,
     * which would count as two loads. With {@code -XX:ObjectAlignmentInBytes=64} all arrays do, without it one of eight.
     */
    static final int FIRST = 12;

    /** What an array is used for; a kernel that calls another must not share a use with it. */
    enum Use {
        PACKED_LEFT,
        LAST_ROWS,
        PACKED_RIGHT,
        PANEL,
        IMAGE,
        PATCHES,
        GRADIENT,
        WEIGHTS,
        WINOGRAD_TAPS,
        WINOGRAD_ROWS,
        WINOGRAD_LAST_ROWS,
        WINOGRAD_INPUT,
        WINOGRAD_OUTPUT,
        CONVOLVED,
        CONVOLVED_IMAGE,
        UNPOOLED,
        PARTIAL_SUMS,
        BATCH_STATISTICS,
        MASKED_STATE,
        SEQUENCE_GRADIENT,
        GATE_GRADIENT,
        STATE_GRADIENT,
        OUTPUT_GRADIENT,
        RECURRENT_SUMS,
        RECURRENT_GRADIENT,
        STEP_INPUTS,
        STEP_ROW,
        CELL,
        GATE_SCALES,
        BIAS,
        CHANNEL_SUMS,
        CHANNEL_SQUARES,
        CHANNEL_SIGNS,
        CHANNEL_SCALES,
        CHANNEL_SLOPES,
        CHANNEL_OFFSETS
    }

    // What the kernels compute by that this thread calls: each is set for a call, which is over before the next one
    // begins.
    final PackedGemm.Product packedProduct = new PackedGemm.Product();
    final InPlaceGemm.Product inPlaceProduct = new InPlaceGemm.Product();
    final WayForward wayForward = new WayForward();
    final WayBack wayBack = new WayBack();
    final LstmGates lstmGates = new LstmGates();
    final GruGates gruGates = new GruGates();
    final StridedCopy stridedCopy = new StridedCopy();
    final Reductions.Blocks sumBlocks = new Reductions.Blocks();
    final BatchNorm.Operands batchNorm = new BatchNorm.Operands();
    final Elementwise.Operands elementwise = new Elementwise.Operands();
    final OptimizerSteps.Adam adam = new OptimizerSteps.Adam();
    final Dropout.Mask dropout = new Dropout.Mask();

    private final Map<Use, float[]> arrays = new EnumMap<>(Use.class);
    private final Map<Use, double[]> doubles = new EnumMap<>(Use.class);
    private final Tile tile = new Tile();
    private final Recent<Band> bands = new Recent<>();
    private final Recent<ConvPlan> plans = new Recent<>();
    private final Recent<Recurrence> recurrences = new Recent<>();
    private final int[][] words = new int[4][PhiloxBlocks.COUNT];
    private final float[][] vectors = new float[3][Lanes.COUNT];
    private Convolutions convolutions;
    private int seen;

    /** Where a microkernel writes beyond the result. */
    Tile tile() {
        return tile;
    }

    /** The thread's own kernels of convolution; {@code workers} are those whose scratch memory this is. */
    Convolutions convolutions(Workers workers) {
        if (convolutions == null) {
            convolutions = new Convolutions(workers);
        }
        return convolutions;
    }

    /** The plan of a convolution. */
    ConvPlan plan(Conv2dShape shape) {
        for (int i = 0; i < plans.size(); i++) {
            if (plans.get(i).isOf(shape)) {
                return plans.get(i);
            }
        }
        return plans.add(new ConvPlan(shape));
    }

    /** The recurrences that {@link Recurrence#of} has made. */
    Recent<Recurrence> recurrences() {
        return recurrences;
    }

    /** The band of a window, whose copy is of what was loaded last. */
    Band band(Window window) {
        return band(window, Band.gathers(window));
    }

    /** A band that never gathers, for a kernel that reads each kernel row where it lies. */
    Band bandOfRows(Window window) {
        return band(window, false);
    }

    private Band band(Window window, boolean gathered) {
        for (int i = 0; i < bands.size(); i++) {
            if (bands.get(i).isOf(window, gathered)) {
                return bands.get(i);
            }
        }
        return bands.add(new Band(window, gathered));
    }

    /** Words of a generator's blocks, one array a word. */
    int[][] words() {
        return words;
    }

    /** Arrays of one vector each: the last elements of a row, filled up, or the lanes of a sum. */
    float[][] vectors() {
        return vectors;
    }

    /** Takes what reading ahead has given, or the compiler would leave the reads out. */
    void see(int bits) {
        seen |= bits;
    }

    /** An array of at least {@code size} floats from {@link #FIRST} on. */
    float[] floats(Use use, int size) {
        float[] array = arrays.get(use);
        if (array == null || array.length < FIRST + size) {
            array = Lanes.array(FIRST + size);
            arrays.put(use, array);
        }
        return array;
    }

    /** The same of doubles, which share nothing with the floats. */
    double[] doubles(Use use, int size) {
        double[] array = doubles.get(use);
        if (array == null || array.length < size) {
            array = new double[size];
            doubles.put(use, array);
        }
        return array;
    }
}
