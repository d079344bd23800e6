package org.timbrel.training.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.timbrel.engine.schedule.ReduceLrOnPlateau;
import org.timbrel.engine.schedule.Schedule;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.ScheduleSpec;
import org.timbrel.training.recipe.TrainingSpec;

/** The learning rate of a run: what the schedule says, times what plateaus of the validation side have left of it. */
final class LearningRate {
    private final Schedule schedule;
    private final Optional<ReduceLrOnPlateau> plateau;
    private ReduceLrOnPlateau.State state = ReduceLrOnPlateau.State.start();

    LearningRate(Recipe recipe, int batchesPerEpoch) {
        this.schedule = Optimizers.schedule(recipe, batchesPerEpoch);
        boolean accuracy = recipe.training().monitor() == TrainingSpec.Monitor.VAL_ACCURACY;
        this.plateau = recipe.schedule() instanceof ScheduleSpec.Plateau p
                ? Optional.of(new ReduceLrOnPlateau(
                        p.factor(), p.patience(), p.minDelta(), p.cooldown(), p.minimum(), accuracy))
                : Optional.empty();
    }

    /** The rate of an update, {@code step} updates after the first. */
    double at(long step) {
        return schedule.learningRate(step) * state.scale();
    }

    /** Takes note of what an epoch reached of the value that is monitored. */
    void afterEpoch(double monitored) {
        plateau.ifPresent(p -> state = p.after(state, monitored));
    }

    Map<String, String> toWords() {
        Map<String, String> words = new HashMap<>();
        if (plateau.isPresent()) {
            words.put("plateauScale", Double.toString(state.scale()));
            words.put("plateauBest", Double.toString(state.best()));
            words.put("plateauWaited", Integer.toString(state.waited()));
            words.put("plateauCooling", Integer.toString(state.cooling()));
        }
        return words;
    }

    /** Goes on from {@link #toWords}; from the start, if the run had no plateau schedule until now. */
    void resume(Map<String, String> words) {
        if (plateau.isPresent() && words.containsKey("plateauScale")) {
            state = new ReduceLrOnPlateau.State(
                    Double.parseDouble(words.get("plateauScale")),
                    Double.parseDouble(words.get("plateauBest")),
                    Integer.parseInt(words.get("plateauWaited")),
                    Integer.parseInt(words.get("plateauCooling")));
        }
    }
}
