package org.timbrel.training.recipe;

/**
 * How tracks are judged. A test always shows the result by segment and by both votes; the vote named here decides what is
 * said of a single file.
 *
 * @param vote how a track's segments become one decision
 */
public record EvaluationSpec(Vote vote) {
    /** How a track's segments become one decision. */
    public enum Vote implements Word {
        /** The mean of the segments' probabilities. */
        MEAN("mean"),
        /** The class that most segments chose; the mean probability decides a tie. */
        MAJORITY("majority");

        private final String word;

        Vote(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    static EvaluationSpec read(Tree tree) {
        Section evaluation = Section.of(tree, "evaluation", Section.keys(EvaluationSpec.class));
        return new EvaluationSpec(evaluation.choice("vote", Vote.MEAN));
    }
}
