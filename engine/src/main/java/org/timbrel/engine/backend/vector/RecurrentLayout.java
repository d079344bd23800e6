package org.timbrel.engine.backend.vector;

/**
 * Where the numbers of one step of a recurrent layer lie in the memory of a chunk of sequences. All sums of the step are
 * one product: what the step reads stands in one row a sequence, and the sums stand in four groups.
 *
 * <pre>
 * inputs  (rows,stride)         [x_t  1  h_{t-1}]; with recurrent dropout [x_t  1  h_{t-1} m_0 ... h_{t-1} m_3]
 * sums    (rows,4 width)         of the groups, side by side
 * weights [w; bias; u]          a column a sum; the 1 is what the bias multiplies
 * </pre>
 *
 * <p>An LSTM's groups are its gates. A GRU's are the sums of its state's candidate part, its two gates, and the
 * input's candidate part: the first has no input and the last no state. Every group is filled up to whole tiles with
 * units whose weights are zero.
 */
final class RecurrentLayout {
    /** Groups of sums. */
    static final int GROUPS = 4;

    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int TILE_ROWS = ColumnMicrokernel.ROWS;

    /** What a whole depth is a multiple of. */
    private static final int WHOLE = 6;

    /** Which columns of w and of u, counted in h, give the sums of a group; -1 for none. */
    record Group(int input, int state) {}

    /** Features that the step reads; 0 if their product has been made before. */
    final int d;

    final int h;
    final Group[] groups;

    /** Units of a group, filled up to a whole number of tiles. */
    final int width;

    /** Columns of x_t and of the 1 at d, filled up to an even number, since the kernel takes two of them at a time. */
    final int inputs;

    /** Where h_{t-1} begins in a row of inputs. */
    final int state;

    /** Copies of the state in a row of inputs. */
    final int copies;

    /** Distance of these copies. */
    final int copy;

    /** Length of a row of inputs, filled up to whole tiles of the weights' gradient and to a whole depth. */
    final int stride;

    /**
     * @param d features that the step reads
     * @param masked whether each group reads the state through a mask of its own
     */
    RecurrentLayout(int d, int h, Group[] groups, boolean masked) {
        this.d = d;
        this.h = h;
        this.groups = groups;
        this.width = up(h, PANEL);
        this.inputs = up(d + 1, 2);
        this.state = masked ? up(d + 1, TILE_ROWS) : inputs;
        this.copies = masked ? GROUPS : 1;
        this.copy = masked ? up(h, TILE_ROWS) : h;
        this.stride = up(Math.max(state + copies * copy, whole(inputs + h)), TILE_ROWS);
    }

    /**
     * A product's depth, filled up to one of which the kernels leave nothing over, whether they take two steps at a time or
     * three. What fills it is zero on both sides.
     */
    static int whole(int depth) {
        return up(depth, WHOLE);
    }

    /** The last column, the given one at the most, such that a whole depth is still whole without the columns before it. */
    static int wholeBefore(int column) {
        return column / WHOLE * WHOLE;
    }

    /** Whether each group has a copy of the state. */
    boolean masked() {
        return copies > 1;
    }

    /** Where the state that a group reads begins in a row of inputs. */
    int stateOf(int group) {
        return state + group % copies * copy;
    }

    /** Units of all groups. */
    int sums() {
        return GROUPS * width;
    }

    /** Rows of the weights' gradient: x, 1, h, filled up to whole tiles. */
    int weightRows() {
        return up(state + h, TILE_ROWS);
    }

    private static int up(int n, int to) {
        return (n + to - 1) / to * to;
    }
}
