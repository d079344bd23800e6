package org.timbrel.audio.compose;

/**
 * One note of a score.
 *
 * @param pitch MIDI key number, 60 for the middle C; for {@link Part#DRUMS} the {@link Drum}'s key
 * @param velocity 1 to 127
 * @param start seconds from the beginning of the track
 * @param length seconds
 * @param scoop semitones below (or, if negative, above) its pitch at which the note begins before it glides there
 */
public record Note(Part part, int pitch, int velocity, double start, double length, double scoop) {
    public Note {
        if (pitch < 0 || pitch > 127 || velocity < 1 || velocity > 127 || start < 0 || length <= 0) {
            throw new IllegalArgumentException(
                    "A note needs a pitch of 0-127, a velocity of 1-127, a start of at least 0"
                            + " and a length above 0, but got pitch " + pitch + ", velocity " + velocity + ", start "
                            + start
                            + ", length " + length);
        }
    }
}
