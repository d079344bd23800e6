package org.timbrel.training.recipe;

import java.util.List;

/**
 * How the test side is judged.
 *
 * @param by what one decision is about
 * @param vote how a track's segments become one decision
 */
public record EvaluationSpec(List<Unit> by, Vote vote) {
    /** What one decision is about. */
    public enum Unit implements Word {
        SEGMENT("segment"),
        TRACK("track");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

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
        return new EvaluationSpec(
                evaluation.choices("by", Unit.class, List.of(Unit.SEGMENT, Unit.TRACK)),
                evaluation.choice("vote", Vote.MEAN));
    }
}
