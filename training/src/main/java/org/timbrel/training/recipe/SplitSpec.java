package org.timbrel.training.recipe;

/** How tracks, or segments, are dealt to training, validation and test. Every kind is stratified and seeded. */
public sealed interface SplitSpec extends Kinded {
    @Override
    Type kind();

    /** The share of what is left after the test side that is held out for validation. */
    double validation();

    /** What the validation side is made of. */
    ValidationOf validationOf();

    /** Keys the shuffling. */
    long seed();

    /** The protocol in a few words, for every output that shows an accuracy; a leaky one says so. */
    String protocol();

    /** Whether there is a validation side. */
    default boolean validates() {
        return validation() > 0;
    }

    /** Whether segments of one track stand on both sides of the test. */
    default boolean leaky() {
        return false;
    }

    /** Whole tracks, drawn per class. */
    record Tracks(double test, double validation, ValidationOf validationOf, long seed) implements SplitSpec {
        @Override
        public Type kind() {
            return Type.TRACKS;
        }

        @Override
        public String protocol() {
            return "split by track, " + Math.round(100 * test) + "% test, split seed " + seed;
        }
    }

    /** Whole tracks in {@code k} folds; fold {@code fold}, from 1, is the test side. */
    record Folds(int k, int fold, double validation, ValidationOf validationOf, long seed) implements SplitSpec {
        @Override
        public Type kind() {
            return Type.FOLDS;
        }

        @Override
        public String protocol() {
            return "split by track, fold " + fold + " of " + k + ", split seed " + seed;
        }
    }

    /**
     * Sides read from text files, one track a line. Without a validation file, a share of the training tracks is held
     * out. Tracks that no file names are left out.
     */
    record Files(
            String trainFile,
            String validationFile,
            String testFile,
            double validation,
            ValidationOf validationOf,
            long seed)
            implements SplitSpec {
        @Override
        public Type kind() {
            return Type.FILES;
        }

        @Override
        public boolean validates() {
            return validationFile != null || validation > 0;
        }

        @Override
        public String protocol() {
            return "split by track, read from " + testFile;
        }
    }

    /** Single segments, drawn per class: segments of one track fall on both sides, so the test says too much. */
    record Leaky(double test, double validation, long seed) implements SplitSpec {
        @Override
        public Type kind() {
            return Type.LEAKY;
        }

        @Override
        public ValidationOf validationOf() {
            return ValidationOf.SEGMENTS;
        }

        @Override
        public boolean leaky() {
            return true;
        }

        @Override
        public String protocol() {
            return "leaky: split by segment, segments of one track on both sides, " + Math.round(100 * test)
                    + "% test, split seed " + seed;
        }
    }

    /** What the validation side is made of. */
    enum ValidationOf implements Word {
        /** Whole tracks. */
        TRACKS("tracks"),
        /** Segments of the training tracks; the test tracks stay apart. */
        SEGMENTS("segments");

        private final String word;

        ValidationOf(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** The kinds of split. */
    enum Type implements Kind {
        TRACKS("tracks", Tracks.class),
        FOLDS("folds", Folds.class),
        FILES("files", Files.class),
        LEAKY("leaky", Leaky.class);

        private final String word;
        private final Class<? extends Record> fields;

        Type(String word, Class<? extends Record> fields) {
            this.word = word;
            this.fields = fields;
        }

        @Override
        public String word() {
            return word;
        }

        @Override
        public Class<? extends Record> fields() {
            return fields;
        }
    }

    /** Where the kind was written. */
    static Place place(Tree tree) {
        return Section.ofKind(tree, "split", Section.kind(tree, "split", Type.TRACKS))
                .place("kind");
    }

    /** Reads the section {@code split}. */
    static SplitSpec read(Tree tree) {
        Type kind = Section.kind(tree, "split", Type.TRACKS);
        Section split = Section.ofKind(tree, "split", kind);
        double validation = split.number("validation", 0.1, Range.FRACTION);
        long seed = split.seed("seed", 1);
        ValidationOf of = split.choice("validationOf", ValidationOf.TRACKS);
        return switch (kind) {
            case TRACKS -> new Tracks(split.number("test", 0.2, Range.INSIDE_FRACTION), validation, of, seed);
            case FOLDS -> {
                int k = split.integer("k", 10, 2);
                int fold = split.integer("fold", 1, 1);
                if (fold > k) {
                    throw split.wrong("fold", "a whole number from 1 to split.k = " + k);
                }
                yield new Folds(k, fold, validation, of, seed);
            }
            case LEAKY -> new Leaky(split.number("test", 0.2, Range.INSIDE_FRACTION), validation, seed);
            case FILES ->
                new Files(
                        split.required("trainFile"),
                        split.text("validationFile", null),
                        split.required("testFile"),
                        validation,
                        of,
                        seed);
        };
    }
}
