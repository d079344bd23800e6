package org.timbrel.audio.compose;

/**
 * The speed of one track.
 *
 * @param beatsPerMinute quarter notes, or dotted quarters in 12/8
 * @param swing how late every second step comes, as a part of a step: 0 is straight, 1/3 a triplet
 */
public record Tempo(double beatsPerMinute, double swing) {

    /** What a style allows. */
    public record Range(double slowest, double fastest, double mostSwing) {
        Tempo draw(SplitMix64 random) {
            return new Tempo(random.uniform(slowest, fastest), random.uniform(0, mostSwing));
        }
    }

    double secondsPerStep(Meter meter) {
        return 60 / (beatsPerMinute * meter.stepsPerBeat());
    }

    /** When a step falls, in seconds after the step 0 of the track; {@code step} counts on over the bars. */
    double secondsAt(long step, Meter meter) {
        double late = step % 2 == 1 ? swing : 0;
        return (step + late) * secondsPerStep(meter);
    }
}
