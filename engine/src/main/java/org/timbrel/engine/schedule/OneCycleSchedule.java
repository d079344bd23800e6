package org.timbrel.engine.schedule;

/**
 * One cycle (Smith and Topin, 2018): from peak / startDivisor up to the peak, then down by half a cosine to peak /
 * startDivisor / endDivisor, then flat. The momentum stays as it is.
 *
 * @param peak highest learning rate
 * @param steps updates of the cycle
 * @param warmUp share of the updates that the way up takes
 * @param startDivisor the peak by the first rate
 * @param endDivisor the first rate by the last
 * @param form the way up
 */
public record OneCycleSchedule(
        double peak, long steps, double warmUp, double startDivisor, double endDivisor, Form form) implements Schedule {
    /** How the rate rises, and at which update it turns. */
    public enum Form {
        /** By half a cosine, with the peak at update warmUp steps - 1; PyTorch's {@code OneCycleLR}. */
        PYTORCH,
        /** In a straight line, with the peak at update warmUp steps. */
        LINEAR
    }

    @Override
    public double learningRate(long step) {
        double first = peak / startDivisor;
        double last = first / endDivisor;
        double before = form == Form.PYTORCH ? 1 : 0;
        double top = warmUp * steps - before;
        if (step < top) {
            double done = step / top;
            return form == Form.PYTORCH ? cosine(first, peak, done) : first + (peak - first) * done;
        }
        return cosine(peak, last, Math.min(1, (step - top) / (steps - before - top)));
    }

    private static double cosine(double from, double to, double done) {
        return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
}
