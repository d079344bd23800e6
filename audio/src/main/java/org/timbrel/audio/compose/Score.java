package org.timbrel.audio.compose;

import java.util.List;

/**
 * A composed track, ready to be rendered.
 *
 * @param channels the pitched players: who, on what, and how loud
 * @param notes in no particular order
 */
public record Score(Style style, LeadSheet sheet, DrumKit drums, List<Channel> channels, List<Note> notes, Mix mix) {
    /**
     * One pitched player.
     *
     * @param decibels gain of the channel
     * @param colour -1 to 1: how dark or bright an instrument of its kind it is
     */
    public record Channel(Part part, Instrument instrument, double decibels, double colour) {}

    /**
     * The drums.
     *
     * @param decibels gain of the kit
     * @param tuning factor on the frequencies of all drums
     */
    public record DrumKit(double decibels, double tuning) {}

    public Score {
        channels = List.copyOf(channels);
        notes = List.copyOf(notes);
    }
}
