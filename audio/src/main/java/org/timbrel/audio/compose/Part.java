package org.timbrel.audio.compose;

/** The players of the band. The drums' channel is fixed by General MIDI. */
public enum Part {
    LEAD(0),
    CHORDS(1),
    PAD(2),
    BASS(3),
    DRUMS(9);

    private final int channel;

    Part(int channel) {
        this.channel = channel;
    }

    int channel() {
        return channel;
    }
}
