package org.timbrel.training.train;

import java.util.List;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.optimizer.AdamW;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.optimizer.Sgd;
import org.timbrel.engine.schedule.ConstantSchedule;
import org.timbrel.engine.schedule.CosineSchedule;
import org.timbrel.engine.schedule.OneCycleSchedule;
import org.timbrel.engine.schedule.Schedule;
import org.timbrel.engine.schedule.StepSchedule;
import org.timbrel.training.recipe.OptimizerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.ScheduleSpec;

/** Optimizer and schedule of a recipe. */
public final class Optimizers {
    private Optimizers() {}

    /** The optimizer, which follows Keras's forms; AdamW follows PyTorch's. */
    public static Optimizer optimizer(OptimizerSpec spec, List<Parameter> parameters) {
        if (spec instanceof OptimizerSpec.Sgd sgd) {
            return new Sgd(parameters, sgd.momentum());
        }
        if (spec instanceof OptimizerSpec.AdamW adam) {
            Adam.EpsilonPlace place = adam.epsilonInRoot() ? Adam.EpsilonPlace.IN_ROOT : Adam.EpsilonPlace.PYTORCH;
            Adam.Settings settings = new Adam.Settings(adam.beta1(), adam.beta2(), adam.epsilon(), place);
            return new AdamW(parameters, settings, adam.weightDecay());
        }
        OptimizerSpec.Adam adam = (OptimizerSpec.Adam) spec;
        return new Adam(
                parameters, new Adam.Settings(adam.beta1(), adam.beta2(), adam.epsilon(), Adam.EpsilonPlace.KERAS));
    }

    /** The learning rate a step; a recipe counts in epochs, a schedule in updates. */
    static Schedule schedule(Recipe recipe, int batchesPerEpoch) {
        double rate = recipe.optimizer().learningRate();
        ScheduleSpec spec = recipe.schedule();
        if (spec instanceof ScheduleSpec.Step step) {
            return new StepSchedule(rate, step.factor(), (long) step.every() * batchesPerEpoch);
        }
        if (spec instanceof ScheduleSpec.Exponential exponential) {
            return new StepSchedule(rate, exponential.factor(), batchesPerEpoch);
        }
        if (spec instanceof ScheduleSpec.Cosine cosine) {
            long steps = (long) recipe.training().epochs() * batchesPerEpoch;
            return new CosineSchedule(rate, steps, cosine.minimum());
        }
        if (spec instanceof ScheduleSpec.OneCycle cycle) {
            return new OneCycleSchedule(
                    rate,
                    (long) recipe.training().epochs() * batchesPerEpoch,
                    cycle.warmUp(),
                    cycle.startDivisor(),
                    cycle.endDivisor(),
                    OneCycleSchedule.Form.valueOf(cycle.form().name()));
        }
        return new ConstantSchedule(rate);
    }
}
