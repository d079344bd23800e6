package org.timbrel.audio.compose;

import java.util.List;

/**
 * A composed track, ready to be rendered.
 *
 * @param channels who plays, on what, and how loud
 * @param notes in no particular order
 */
public record Score(Style style, LeadSheet sheet, List<Channel> channels, List<Note> notes, Mix mix) {
    /**
     * One player's channel.
     *
     * @param volume MIDI channel volume, 0 to 127
     */
    public record Channel(Part part, Instrument instrument, int volume) {}

    public Score {
        channels = List.copyOf(channels);
        notes = List.copyOf(notes);
    }
}
