import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the loops of the microkernels, which are alike but for the size of their tiles and the way they walk over their
 * operands. The build runs it before it compiles: {@code java MicrokernelGenerator.java FOLDER}.
 *
 * <p>Every sum of a tile is a local variable, since the compiler keeps that in a register for the whole loop, and no element of an
 * array. So a tile of twelve rows and two vectors has 24 variables, with a line for each use of each: nothing that one would want
 * to write by hand, or to read. {@link #METHOD} and {@link #step} are what all have in common.
 *
 * <p>{@code FewRowsMicrokernel} has the same loop, written by hand, for one row and for two; it is the one to read first.
 */
public final class MicrokernelGenerator {
    private static final String PACKAGE = "org.timbrel.engine.backend.vector";

    private static final String CLASS = """
            package {package};

            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorSpecies;

            /**
             * {summary}
             *
             * <p>Written by MicrokernelGenerator; a change made here is lost.
             */
            final class {name} {
                private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
                private static final int LANES = Lanes.COUNT;
                {constants}

                private {name}() {}
                {methods}
            }
            """;

    /**
     * A method has exactly one loop, because JDK 17 loses the registers otherwise. It goes on from what is in C, or from zeros in
     * memory if that does not count: two ways of beginning or ending would make it too large for the quick compiler, and then it
     * may stay in the interpreter for good.
     */
    private static final String METHOD = """

            /** {size}. */
            static void {name}(
                    {parameters},
                    float[] c, int c0, int cRow, int depth, boolean add) {
                {addresses}
                float[] from = add ? c : Tile.ZEROS;
                int f0 = add ? c0 : 0;
                int fRow = add ? cRow : 0;
                {load}
                {begin}
                for ({loop}) {
                    {turn}
                }
                {store}
            }
            """;

    /** What the sums of a row are called, and the vectors of B that they meet: those of the left and the right columns. */
    private static final List<String> SUMS = List.of("l", "r");

    private static final List<String> VECTORS = List.of("left", "right");

    private MicrokernelGenerator() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("wanted one folder to write to, got " + arguments.length + " arguments");
        }
        Path folder = Path.of(arguments[0]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        deleteSources(folder); // or a class that is no longer written would still be compiled
        for (Family family : families()) {
            Files.writeString(folder.resolve(family.name + ".java"), source(family));
        }
    }

    private static void deleteSources(Path folder) throws IOException {
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(folder, "*.java")) {
            for (Path source : sources) {
                Files.delete(source);
            }
        }
    }

    /** A class of loops that walk alike. */
    private record Family(String name, String summary, String constants, List<Loop> loops) {}

    /** One method: its name, the size of its tile, the steps of k that it takes in a turn, and its walk. */
    private record Loop(String name, int rows, int vectors, int steps, Walk walk) {}

    /**
     * How a loop walks over its operands, in Java; what there is none of is empty.
     *
     * @param parameters of the method that say where A and B lie
     * @param addresses before the sums: addresses of rows
     * @param begin before the loop: where it begins and ends
     * @param loop the head of the loop
     * @param turnBegin at the beginning of each turn
     * @param stepEnd after each step
     * @param turnEnd at the end of each turn
     * @param left index of the element of A in a row and a step of the turn
     * @param right index of the first vector of B in a step of the turn
     */
    private record Walk(
            String parameters,
            String addresses,
            String begin,
            String loop,
            String turnBegin,
            String stepEnd,
            String turnEnd,
            LeftIndex left,
            RightIndex right) {}

    private interface LeftIndex {
        String at(int row, int step);
    }

    private interface RightIndex {
        String at(int step);
    }

    private static List<Family> families() {
        String panel = "private static final int PANEL = Lanes.TILE_COLUMNS;\n";
        return List.of(
                new Family(
                        "RowLoops",
                        "The loops of {@link RowMicrokernel}, and of {@link LongRowMicrokernel}, the one of three steps.",
                        panel,
                        List.of(
                                rows("rows10", 10, 2),
                                rows("rows8", 8, 2),
                                rows("rows6", 6, 2),
                                rows("rows4", 4, 2),
                                rows("rows8By3", 8, 3))),
                new Family(
                        "ColumnLoops",
                        "The loops of {@link ColumnMicrokernel}.",
                        "",
                        List.of(columns("rows12", 12, 1), columnsAnew("rows8", 8), columns("rows4", 4, 2))),
                new Family(
                        "PanelLoops",
                        "The loop of {@link PanelMicrokernel}.",
                        panel + "private static final int ROWS = PanelMicrokernel.ROWS;\n",
                        List.of(panel("rows12", 12))),
                new Family(
                        "PointLoops",
                        "The loops of {@link PointMicrokernel}.",
                        panel + "private static final int A_ROW = PointMicrokernel.A_ROW;\n",
                        List.of(points("twoVectors", 12, 2), points("oneVector", 12, 1))),
                new Family(
                        "PackedRowLoops",
                        "The loop of {@link PackedRowMicrokernel}.",
                        panel + "private static final int A_ROW = PackedRowMicrokernel.A_ROW;\n",
                        List.of(points("rows12", 12, 2))));
    }

    /**
     * Rows of A at any distance, with an address for each that all steps of a turn share; B a panel. One address serves all vectors
     * of a turn, for the bits to which the beginning and the depth are cut, and which they have anyway, tell the compiler that no
     * index overflows.
     */
    private static Loop rows(String name, int rows, int steps) {
        StringBuilder addresses = new StringBuilder();
        for (int r = 1; r < rows; r++) {
            addresses.append("int a" + r + " = a" + (r - 1) + " + aRow;\n");
        }
        Walk walk = new Walk(
                "float[] a, int a0, int aRow, float[] b, int b0",
                addresses.toString(),
                """
                int first = b0 & Lanes.INDEX;
                int end = (depth & Lanes.DEPTH) - %d;
                """.formatted(steps - 1),
                "int k = 0; k < end; k += " + steps,
                "int p = first + k * PANEL;\n",
                "",
                "",
                (r, s) -> plus("a" + r + " + k", s, ""),
                s -> plus("p", s, "PANEL"));
        return new Loop(name, rows, 2, steps, walk);
    }

    /** Columns of A at any distance, so that one address serves all rows; rows of B at any distance. */
    private static Loop columns(String name, int rows, int steps) {
        Walk walk = new Walk(
                "float[] a, int a0, int aStep, float[] b, int b0, int bStep",
                "",
                """
                int p = a0 & Lanes.INDEX;
                int q = b0 & Lanes.INDEX;
                """,
                "int k = 0; k < " + (steps == 1 ? "depth; k++" : "depth - " + (steps - 1) + "; k += " + steps),
                "",
                """
                p = (p + aStep) & Lanes.INDEX;
                q = (q + bStep) & Lanes.INDEX;
                """,
                "",
                (r, s) -> plus("p", r, ""),
                s -> "q");
        return new Loop(name, rows, 2, steps, walk);
    }

    /** The same, one step a turn, with indices that are not walked on: of eight rows JDK 17 makes a faster loop so, not of twelve. */
    private static Loop columnsAnew(String name, int rows) {
        Walk walk = new Walk(
                "float[] a, int a0, int aStep, float[] b, int b0, int bStep",
                "",
                "",
                "int k = 0; k < depth; k++",
                """
                int p = (a0 + k * aStep) & Lanes.INDEX;
                int q = (b0 + k * bStep) & Lanes.INDEX;
                """,
                "",
                "",
                (r, s) -> plus("p", r, ""),
                s -> "q");
        return new Loop(name, rows, 2, 1, walk);
    }

    /**
     * A and B both panels, so that one address serves all of A in a turn and another all of B. The loop counts in elements of A: then
     * the compiler checks their range once before the loop, and not at each turn.
     */
    private static Loop panel(String name, int rows) {
        Walk walk = new Walk(
                "float[] a, int a0, float[] b, int b0",
                "",
                """
                int first = a0 & Lanes.INDEX;
                int q = b0 & Lanes.INDEX;
                int end = ((depth & Lanes.DEPTH) - 1) * ROWS;
                """,
                "int i = 0; i < end; i += 2 * ROWS",
                "int p = first + i;\n",
                "",
                "q = (q + 2 * PANEL) & Lanes.INDEX;\n",
                (r, s) -> plus(plus("p", s, "ROWS"), r, ""),
                s -> plus("q", s, "PANEL"));
        return new Loop(name, rows, 2, 2, walk);
    }

    /** Rows of A at a constant distance, with one address for all of them; B a panel. */
    private static Loop points(String name, int rows, int vectors) {
        Walk walk = new Walk(
                "float[] a, int a0, float[] b, int b0",
                "",
                """
                int first = a0 & Lanes.INDEX;
                int q = b0 & Lanes.INDEX;
                int end = (depth & Lanes.DEPTH) - 1;
                """,
                "int k = 0; k < end; k += 2",
                "int p = first + k;\n",
                "",
                "q = (q + 2 * PANEL) & Lanes.INDEX;\n",
                (r, s) -> plus(plus("p", r, "A_ROW"), s, ""),
                s -> plus("q", s, "PANEL"));
        return new Loop(name, rows, vectors, 2, walk);
    }

    private static String source(Family family) {
        StringBuilder methods = new StringBuilder();
        for (Loop loop : family.loops) {
            methods.append(source(loop));
        }
        Map<String, String> holes = Map.of(
                "package", PACKAGE,
                "summary", family.summary,
                "name", family.name,
                "constants", family.constants,
                "methods", methods.toString());
        return fill(CLASS, holes);
    }

    private static String source(Loop loop) {
        Walk walk = loop.walk;
        StringBuilder load = new StringBuilder();
        StringBuilder store = new StringBuilder();
        for (int r = 0; r < loop.rows; r++) {
            for (int v = 0; v < loop.vectors; v++) {
                String sum = SUMS.get(v) + r;
                load.append("FloatVector " + sum + " = " + vector("from", plus(plus("f0", r, "fRow"), v, "LANES")));
                store.append(sum + ".intoArray(c, " + plus(plus("c0", r, "cRow"), v, "LANES") + ");\n");
            }
        }
        StringBuilder turn = new StringBuilder(walk.turnBegin);
        for (int s = 0; s < loop.steps; s++) {
            turn.append(step(loop, s)).append(walk.stepEnd);
        }
        turn.append(walk.turnEnd);
        Map<String, String> holes = Map.of(
                "size", loop.rows + " x " + loop.vectors + " sums; steps of k in a turn: " + loop.steps,
                "name", loop.name,
                "parameters", walk.parameters,
                "addresses", walk.addresses,
                "load", load.toString(),
                "begin", walk.begin,
                "loop", walk.loop,
                "turn", turn.toString(),
                "store", store.toString());
        return fill(METHOD, holes);
    }

    /** One step of k: the vectors of B are loaded, and each element of A, in all lanes of x, meets all of them. */
    private static String step(Loop loop, int s) {
        String declared = s == 0 ? "FloatVector " : "";
        StringBuilder lines = new StringBuilder();
        for (int v = 0; v < loop.vectors; v++) {
            lines.append(declared + VECTORS.get(v) + " = " + vector("b", plus(loop.walk.right.at(s), v, "LANES")));
        }
        for (int r = 0; r < loop.rows; r++) {
            String x = r == 0 ? declared + "x" : "x";
            lines.append(x + " = FloatVector.broadcast(SPECIES, a[" + loop.walk.left.at(r, s) + "]);\n");
            for (int v = 0; v < loop.vectors; v++) {
                String sum = SUMS.get(v) + r;
                lines.append(sum + " = x.fma(" + VECTORS.get(v) + ", " + sum + ");\n");
            }
        }
        return lines.toString();
    }

    private static String vector(String array, String index) {
        return "FloatVector.fromArray(SPECIES, " + array + ", " + index + ");\n";
    }

    /** The sum of base and so many units, as one would write it; a unit without a name is 1. */
    private static String plus(String base, int times, String unit) {
        if (times == 0) {
            return base;
        }
        String product = unit.isEmpty() ? String.valueOf(times) : times == 1 ? unit : times + " * " + unit;
        return base + " + " + product;
    }

    /** A template with its holes filled: one that has a line to itself by any number of lines, others within their line. */
    private static String fill(String template, Map<String, String> holes) {
        StringBuilder filled = new StringBuilder();
        for (String line : template.split("\n")) {
            String text = line.strip();
            String hole = text.startsWith("{") ? holes.get(text.substring(1, text.length() - 1)) : null;
            if (hole != null) {
                filled.append(hole.indent(line.indexOf('{')));
                continue;
            }
            for (Map.Entry<String, String> each : holes.entrySet()) {
                line = line.replace("{" + each.getKey() + "}", each.getValue());
            }
            filled.append(line).append('\n');
        }
        return filled.toString().replaceAll("(?m)^ +$", "");
    }
}
