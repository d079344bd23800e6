package org.timbrel.training.recipe;

/** How gradients become steps. Defaults are Keras's; those of AdamW are PyTorch's. */
public sealed interface OptimizerSpec extends Kinded {
    @Override
    Type kind();

    /** The step size before the schedule's factor. */
    double learningRate();

    /** Adam, Kingma and Ba 2015. */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements OptimizerSpec {
        @Override
        public Type kind() {
            return Type.ADAM;
        }
    }

    /**
     * Adam with decoupled weight decay, Loshchilov and Hutter 2019.
     *
     * @param epsilonInRoot whether epsilon is added under the root of the squared mean; PyTorch adds it to the root
     */
    record AdamW(
            double learningRate, double beta1, double beta2, double epsilon, boolean epsilonInRoot, double weightDecay)
            implements OptimizerSpec {
        @Override
        public Type kind() {
            return Type.ADAM_W;
        }
    }

    /** Stochastic gradient descent with momentum; momentum 0 is plain descent. */
    record Sgd(double learningRate, double momentum) implements OptimizerSpec {
        @Override
        public Type kind() {
            return Type.SGD;
        }
    }

    /** The kinds of optimizer. */
    enum Type implements Kind {
        ADAM("adam", Adam.class),
        ADAM_W("adamW", AdamW.class),
        SGD("sgd", Sgd.class);

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

    /** Reads the section {@code optimizer}. */
    static OptimizerSpec read(Tree tree) {
        Type kind = Section.kind(tree, "optimizer", Type.ADAM);
        Section optimizer = Section.ofKind(tree, "optimizer", kind);
        return switch (kind) {
            case ADAM ->
                new Adam(
                        optimizer.number("learningRate", 1e-3, Range.POSITIVE),
                        optimizer.number("beta1", 0.9, Range.FRACTION),
                        optimizer.number("beta2", 0.999, Range.FRACTION),
                        optimizer.number("epsilon", 1e-7, Range.POSITIVE));
            case ADAM_W ->
                new AdamW(
                        optimizer.number("learningRate", 1e-3, Range.POSITIVE),
                        optimizer.number("beta1", 0.9, Range.FRACTION),
                        optimizer.number("beta2", 0.999, Range.FRACTION),
                        optimizer.number("epsilon", 1e-8, Range.POSITIVE),
                        optimizer.flag("epsilonInRoot", false),
                        optimizer.number("weightDecay", 1e-2, Range.NOT_NEGATIVE));
            case SGD ->
                new Sgd(
                        optimizer.number("learningRate", 1e-2, Range.POSITIVE),
                        optimizer.number("momentum", 0, Range.FRACTION));
        };
    }
}
