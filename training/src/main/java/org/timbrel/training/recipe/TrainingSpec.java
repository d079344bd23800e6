package org.timbrel.training.recipe;

/**
 * How long and in what portions.
 *
 * @param epochs at most this many passes over the training side
 * @param batch segments of one step
 * @param seed keys the initial weights, the order of batches and dropout
 * @param init whose first values the weights get
 * @param shuffle a new order for each epoch
 * @param patience epochs without a better {@code monitor} after which training stops; null for never
 * @param monitor what early stopping and a plateau schedule watch
 * @param keep which weights the run is judged by
 * @param keepBy what the best of {@link Keep#BEST} is best in
 * @param clipNorm norm of all gradients together above which they are scaled down to it; null for never
 * @param precision of the numbers that layers compute with
 * @param fusion whether runs of layers are computed in one go where the backend can
 */
public record TrainingSpec(
        int epochs,
        int batch,
        long seed,
        Init init,
        boolean shuffle,
        Integer patience,
        Monitor monitor,
        Keep keep,
        Monitor keepBy,
        Double clipNorm,
        Precision precision,
        boolean fusion) {

    /** The framework whose default first values all layers get. */
    public enum Init implements Word {
        KERAS("keras"),
        PYTORCH("pytorch");

        private final String word;

        Init(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** A value of the validation side. */
    public enum Monitor implements Word {
        VAL_LOSS("valLoss"),
        VAL_ACCURACY("valAccuracy");

        private final String word;

        Monitor(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }

        /** Whether {@code value} is better than {@code other}; accuracy is better when higher, loss when lower. */
        public boolean better(double value, double other) {
            return this == VAL_ACCURACY ? value > other : value < other;
        }
    }

    /** Which weights the run is judged by. */
    public enum Keep implements Word {
        BEST("best"),
        LAST("last");

        private final String word;

        Keep(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** The precision of the numbers that layers compute with. */
    public enum Precision implements Word {
        /** The backend's own. */
        SINGLE("single"),
        /** Half in layers that are mostly matrix products, with a scaled loss; single in the others and in the weights. */
        MIXED("mixed");

        private final String word;

        Precision(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    static TrainingSpec read(Tree tree, SplitSpec split) {
        Section training = Section.of(tree, "training", Section.keys(TrainingSpec.class));
        Monitor monitor = training.choice("monitor", Monitor.VAL_LOSS);
        TrainingSpec spec = new TrainingSpec(
                training.integer("epochs", 50, 1),
                training.integer("batch", 32, 1),
                training.seed("seed", 1),
                training.choice("init", Init.KERAS),
                training.flag("shuffle", true),
                training.optionalInteger("patience", 1),
                monitor,
                training.choice("keep", Keep.BEST),
                training.choice("keepBy", monitor),
                training.optionalNumber("clipNorm", Range.POSITIVE),
                training.choice("precision", Precision.SINGLE),
                training.flag("fusion", true));
        if (!split.validates() && spec.patience != null) {
            throw training.wrong("patience", "left out where split.validation is 0: there is nothing to watch");
        }
        if (!split.validates() && spec.keep == Keep.BEST) {
            throw training.wrong("keep", "last where split.validation is 0: there is nothing to choose by");
        }
        return spec;
    }
}
