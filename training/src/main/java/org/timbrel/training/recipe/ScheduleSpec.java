package org.timbrel.training.recipe;

/** How the learning rate changes over the training, as a factor on the optimizer's. */
public sealed interface ScheduleSpec extends Kinded {
    @Override
    Type kind();

    /** No change. */
    record Constant() implements ScheduleSpec {
        @Override
        public Type kind() {
            return Type.CONSTANT;
        }
    }

    /** Times {@code factor} after each {@code every} epochs. */
    record Step(int every, double factor) implements ScheduleSpec {
        @Override
        public Type kind() {
            return Type.STEP;
        }
    }

    /** Times {@code factor} after each epoch. */
    record Exponential(double factor) implements ScheduleSpec {
        @Override
        public Type kind() {
            return Type.EXPONENTIAL;
        }
    }

    /** Half a cosine from 1 down to {@code minimum}, update by update, over all epochs. */
    record Cosine(double minimum) implements ScheduleSpec {
        @Override
        public Type kind() {
            return Type.COSINE;
        }
    }

    /**
     * Up to the optimizer's rate and down again, update by update, over all epochs.
     *
     * @param form how the rate rises
     * @param warmUp share of the updates that the way up takes
     * @param startDivisor the highest rate by the first
     * @param endDivisor the first rate by the last
     */
    record OneCycle(Form form, double warmUp, double startDivisor, double endDivisor) implements ScheduleSpec {
        /** How the rate rises. */
        public enum Form implements Word {
            /** By half a cosine, as PyTorch computes it. */
            PYTORCH("pytorch"),
            /** In a straight line. */
            LINEAR("linear");

            private final String word;

            Form(String word) {
                this.word = word;
            }

            @Override
            public String word() {
                return word;
            }
        }

        @Override
        public Type kind() {
            return Type.ONE_CYCLE;
        }
    }

    /**
     * Times {@code factor} once {@code training.monitor} has not got better by {@code minDelta} for {@code patience}
     * epochs, down to {@code minimum}; then nothing is counted for {@code cooldown} epochs.
     */
    record Plateau(double factor, int patience, double minDelta, int cooldown, double minimum) implements ScheduleSpec {
        @Override
        public Type kind() {
            return Type.PLATEAU;
        }
    }

    /** The kinds of schedule. */
    enum Type implements Kind {
        CONSTANT("constant", Constant.class),
        STEP("step", Step.class),
        EXPONENTIAL("exponential", Exponential.class),
        COSINE("cosine", Cosine.class),
        ONE_CYCLE("oneCycle", OneCycle.class),
        PLATEAU("plateau", Plateau.class);

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

    /** Reads the section {@code schedule}. */
    static ScheduleSpec read(Tree tree, SplitSpec split) {
        Type kind = Section.kind(tree, "schedule", Type.CONSTANT);
        Section schedule = Section.ofKind(tree, "schedule", kind);
        if (kind == Type.PLATEAU && !split.validates()) {
            throw schedule.wrong("kind", "another where split.validation is 0: there is nothing to watch");
        }
        return switch (kind) {
            case CONSTANT -> new Constant();
            case STEP -> new Step(schedule.integer("every", 10, 1), schedule.number("factor", 0.1, Range.FACTOR));
            case EXPONENTIAL -> new Exponential(schedule.number("factor", 0.95, Range.FACTOR));
            case COSINE -> new Cosine(schedule.number("minimum", 0, Range.FRACTION));
            case ONE_CYCLE ->
                new OneCycle(
                        schedule.choice("form", OneCycle.Form.PYTORCH),
                        schedule.number("warmUp", 0.3, Range.FRACTION),
                        schedule.number("startDivisor", 25, Range.POSITIVE),
                        schedule.number("endDivisor", 1e4, Range.POSITIVE));
            case PLATEAU ->
                new Plateau(
                        schedule.number("factor", 0.1, Range.INSIDE_FRACTION),
                        schedule.integer("patience", 10, 1),
                        schedule.number("minDelta", 1e-4, Range.NOT_NEGATIVE),
                        schedule.integer("cooldown", 0, 0),
                        schedule.number("minimum", 0, Range.FRACTION));
        };
    }
}
