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

    /** The kinds of schedule. */
    enum Type implements Kind {
        CONSTANT("constant", Constant.class),
        STEP("step", Step.class),
        EXPONENTIAL("exponential", Exponential.class),
        COSINE("cosine", Cosine.class);

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
    static ScheduleSpec read(Tree tree) {
        Type kind = Section.kind(tree, "schedule", Type.CONSTANT);
        Section schedule = Section.ofKind(tree, "schedule", kind);
        return switch (kind) {
            case CONSTANT -> new Constant();
            case STEP -> new Step(schedule.integer("every", 10, 1), schedule.number("factor", 0.1, Range.FACTOR));
            case EXPONENTIAL -> new Exponential(schedule.number("factor", 0.95, Range.FACTOR));
            case COSINE -> new Cosine(schedule.number("minimum", 0, Range.FRACTION));
        };
    }
}
