package org.timbrel.audio.compose;

import java.util.ArrayList;
import java.util.List;

/** Composes a track: draws its lead sheet, then lets each player choose from the style's patterns and play. */
public final class Composer {
    private static final List<Instrument> PADS =
            List.of(Instrument.STRINGS, Instrument.CHOIR, Instrument.ORGAN, Instrument.SYNTH_PAD);

    private final Style style;

    public Composer(Style style) {
        this.style = style;
    }

    /**
     * The same style, seconds and seed give an equal score.
     *
     * @param seconds length of the track, above 0
     */
    public Score compose(double seconds, long seed) {
        SplitMix64 random = new SplitMix64(seed).stream(style.name());
        LeadSheet sheet = drawSheet(seconds, random.stream("sheet"));
        List<Note> notes = new ArrayList<>();
        List<Score.Channel> channels = new ArrayList<>();

        SplitMix64 drums = random.stream("drums");
        notes.addAll(DrumPlayer.play(sheet, drums.pick(style.drums()), drums));
        Score.DrumKit kit = new Score.DrumKit(drums.uniform(0, 4), drums.uniform(0.8, 1.2));

        SplitMix64 bass = random.stream("bass");
        notes.addAll(BassPlayer.play(sheet, bass.pick(style.bass()), bass));
        channels.add(channel(Part.BASS, bass.pick(style.instrumentation().bass()), -2, bass));

        SplitMix64 chords = random.stream("chords");
        int hand = 48 + chords.below(13);
        notes.addAll(ChordPlayer.play(sheet, Part.CHORDS, chords.pick(style.chords()), hand, chords));
        channels.add(channel(Part.CHORDS, chords.pick(style.instrumentation().chords()), -8, chords));

        SplitMix64 pad = random.stream("pad");
        if (pad.chance(style.instrumentation().padChance())) {
            notes.addAll(ChordPlayer.play(sheet, Part.PAD, heldBar(), 52 + pad.below(13), pad));
            channels.add(channel(Part.PAD, pad.pick(PADS), -17, pad));
        }

        SplitMix64 lead = random.stream("lead");
        notes.addAll(LeadPlayer.play(sheet, style.melody(), 64 + lead.below(13), lead));
        channels.add(channel(Part.LEAD, lead.pick(style.instrumentation().lead()), -12, lead));
        return new Score(style, sheet, kit, channels, notes, Mix.draw(random.stream("mix")));
    }

    private LeadSheet drawSheet(double seconds, SplitMix64 random) {
        Harmony harmony = random.pick(style.harmonies());
        Meter meter = style.meter();
        int round = harmony.progression().bars().size() * meter.stepsPerBar();
        return new LeadSheet(
                meter, style.tempo().draw(random), random.below(12), harmony, random.below(round), seconds);
    }

    private Figure heldBar() {
        return new Figure("x" + "-".repeat(style.meter().stepsPerBar() - 1));
    }

    private static Score.Channel channel(Part part, Instrument instrument, double softest, SplitMix64 random) {
        return new Score.Channel(part, instrument, random.uniform(softest, softest + 5), random.uniform(-1, 1));
    }
}
