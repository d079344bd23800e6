package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every microkernel gives, to the bit, the chain of multiply-adds over k that defines it, and writes nothing beside its tile. */
class MicrokernelTest {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int[] ROWS = {1, 2, 4, 6, 8, 10};

    /** With and without steps that are left over when they are taken by two or by three. */
    private static final int[] DEPTHS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 511, 512, 513};

    private static final int BEGIN = 5;
    private static final int C_ROW = PANEL + 3;

    private interface Kernel {
        void run(float[] a, float[] b, float[] c, boolean add);
    }

    @Test
    void rowsTimesPanel() {
        for (int rows : ROWS) {
            for (int depth : DEPTHS) {
                int aRow = depth + 1;
                Kernel kernel = (a, b, c, add) ->
                        RowMicrokernel.multiply(rows, a, BEGIN, aRow, b, BEGIN, PANEL, c, BEGIN, C_ROW, depth, add);
                check(rows, depth, aRow, 1, PANEL, kernel);
            }
        }
    }

    @Test
    void rowsTimesPanelByThreeSteps() {
        for (int rows : ROWS) {
            for (int depth : DEPTHS) {
                Kernel kernel = (a, b, c, add) ->
                        LongRowMicrokernel.multiply(rows, a, BEGIN, depth, b, BEGIN, c, BEGIN, C_ROW, depth, add);
                check(rows, depth, depth, 1, PANEL, kernel);
            }
        }
    }

    @Test
    void oneRowOrTwoTimesColumnsOfAnyStep() {
        int bStep = PANEL + 7;
        for (int rows = 1; rows <= RowMicrokernel.FEW_ROWS; rows++) {
            int height = rows;
            for (int depth : DEPTHS) {
                Kernel kernel = (a, b, c, add) ->
                        RowMicrokernel.multiply(height, a, BEGIN, depth, b, BEGIN, bStep, c, BEGIN, C_ROW, depth, add);
                check(rows, depth, depth, 1, bStep, kernel);
            }
        }
    }

    @Test
    void moreRowsWantAPanel() {
        float[] any = new float[1000];
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> RowMicrokernel.multiply(4, any, 0, 3, any, 0, PANEL + 1, any, 0, PANEL, 3, false));
        assertEquals(
                "a microkernel of 4 rows needs panels " + PANEL + " wide, got a step of " + (PANEL + 1),
                thrown.getMessage());
    }

    @Test
    void columnsTimesColumnsOfAnySteps() {
        int aStep = ColumnMicrokernel.ROWS + 2;
        int bStep = PANEL + 7;
        for (int left : new int[] {8, ColumnMicrokernel.ROWS}) {
            int rows = ColumnMicrokernel.nextRows(left);
            for (int depth : DEPTHS) {
                Kernel kernel = (a, b, c, add) ->
                        ColumnMicrokernel.multiply(rows, a, BEGIN, aStep, b, BEGIN, bStep, c, BEGIN, C_ROW, depth, add);
                check(rows, depth, 1, aStep, bStep, kernel);
            }
        }
    }

    @Test
    void panelTimesPanel() {
        int rows = ColumnMicrokernel.ROWS;
        for (int depth : DEPTHS) {
            Kernel kernel =
                    (a, b, c, add) -> PanelMicrokernel.multiply(a, BEGIN, b, BEGIN, c, BEGIN, C_ROW, depth, add);
            check(rows, depth, 1, rows, PANEL, kernel);
        }
    }

    @Test
    void copiedRowsTimesPanel() {
        for (int rows = 1; rows <= PackedRowMicrokernel.ROWS; rows++) {
            int height = rows;
            for (int depth : new int[] {1, 2, 63, 64, 255, PackedRowMicrokernel.DEPTH}) {
                Kernel kernel = (a, b, c, add) ->
                        PackedRowMicrokernel.multiply(height, a, BEGIN, b, BEGIN, c, BEGIN, C_ROW, depth, add);
                check(rows, depth, PackedRowMicrokernel.A_ROW, 1, PANEL, kernel);
            }
        }
    }

    @Test
    void pointsTimesOneVectorOrTwo() {
        int row = PointMicrokernel.A_ROW;
        for (int columns : new int[] {1, Lanes.COUNT, Lanes.COUNT + 1, PANEL}) {
            int written = columns <= Lanes.COUNT ? Lanes.COUNT : PANEL;
            for (int depth : new int[] {2, 4, 6, 64}) {
                Kernel kernel = (a, b, c, add) ->
                        PointMicrokernel.multiply(columns, a, BEGIN, b, BEGIN, c, BEGIN, C_ROW, depth, add);
                check(PointMicrokernel.ROWS, written, depth, row, 1, PANEL, kernel);
            }
        }
    }

    @Test
    void pointsAreCutSoThatNoLowTileIsLeft() {
        for (int rows = 2; rows <= 200; rows += 2) {
            int left = rows - PointMicrokernel.rowsOf(rows);
            assertTrue(left == 0 || left >= 6 || rows < 6, rows + " rows leave " + left);
            assertEquals(0, PointMicrokernel.rowsOf(rows) % PointMicrokernel.ROWS);
        }
        assertEquals(48, PointMicrokernel.rowsOf(48));
        assertEquals(48, PointMicrokernel.rowsOf(54));
        assertEquals(36, PointMicrokernel.rowsOf(52));
    }

    private static void check(int rows, int depth, int aRow, int aStep, int bStep, Kernel kernel) {
        check(rows, PANEL, depth, aRow, aStep, bStep, kernel);
    }

    /** Element (r, k) of a lies at {@code BEGIN + r aRow + k aStep}, element (k, j) of b at {@code BEGIN + k bStep + j}. */
    private static void check(int rows, int columns, int depth, int aRow, int aStep, int bStep, Kernel kernel) {
        float[] a = Samples.random(BEGIN + rows * aRow + depth * aStep, 1);
        float[] b = Samples.random(BEGIN + depth * bStep, 2);
        for (boolean add : new boolean[] {false, true}) {
            float[] c = Samples.random(BEGIN + (rows + 1) * C_ROW, 3);
            float[] expected = c.clone();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    float sum = add ? c[BEGIN + r * C_ROW + j] : 0;
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(a[BEGIN + r * aRow + k * aStep], b[BEGIN + k * bStep + j], sum);
                    }
                    expected[BEGIN + r * C_ROW + j] = sum;
                }
            }
            kernel.run(a, b, c, add);
            assertArrayEquals(expected, c, rows + " rows, depth " + depth + ", add " + add);
        }
    }
}
