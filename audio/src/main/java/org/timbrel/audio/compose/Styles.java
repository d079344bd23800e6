package org.timbrel.audio.compose;

import static org.timbrel.audio.compose.Drum.CLAP;
import static org.timbrel.audio.compose.Drum.CLOSED_HAT;
import static org.timbrel.audio.compose.Drum.CRASH;
import static org.timbrel.audio.compose.Drum.KICK;
import static org.timbrel.audio.compose.Drum.OPEN_HAT;
import static org.timbrel.audio.compose.Drum.RIDE;
import static org.timbrel.audio.compose.Drum.SIDE_STICK;
import static org.timbrel.audio.compose.Drum.SNARE;
import static org.timbrel.audio.compose.Instrument.ACOUSTIC_BASS;
import static org.timbrel.audio.compose.Instrument.BRASS;
import static org.timbrel.audio.compose.Instrument.CHOIR;
import static org.timbrel.audio.compose.Instrument.CLARINET;
import static org.timbrel.audio.compose.Instrument.CLEAN_GUITAR;
import static org.timbrel.audio.compose.Instrument.DISTORTION_GUITAR;
import static org.timbrel.audio.compose.Instrument.ELECTRIC_BASS;
import static org.timbrel.audio.compose.Instrument.ELECTRIC_PIANO;
import static org.timbrel.audio.compose.Instrument.FLUTE;
import static org.timbrel.audio.compose.Instrument.HARMONICA;
import static org.timbrel.audio.compose.Instrument.HARPSICHORD;
import static org.timbrel.audio.compose.Instrument.NYLON_GUITAR;
import static org.timbrel.audio.compose.Instrument.OBOE;
import static org.timbrel.audio.compose.Instrument.ORGAN;
import static org.timbrel.audio.compose.Instrument.OVERDRIVEN_GUITAR;
import static org.timbrel.audio.compose.Instrument.PIANO;
import static org.timbrel.audio.compose.Instrument.PICKED_BASS;
import static org.timbrel.audio.compose.Instrument.SAXOPHONE;
import static org.timbrel.audio.compose.Instrument.STEEL_GUITAR;
import static org.timbrel.audio.compose.Instrument.STRINGS;
import static org.timbrel.audio.compose.Instrument.SYNTH_BASS;
import static org.timbrel.audio.compose.Instrument.SYNTH_LEAD;
import static org.timbrel.audio.compose.Instrument.TROMBONE;
import static org.timbrel.audio.compose.Instrument.TRUMPET;
import static org.timbrel.audio.compose.Instrument.VIBRAPHONE;
import static org.timbrel.audio.compose.Instrument.VIOLIN;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ten styles, as their textbooks put them: which beat the drums stress, how the bass walks, where the chords fall.
 * They share most of their instruments on purpose: what tells them apart is how they are played.
 */
public final class Styles {
    private static final List<Style> ALL =
            List.of(blues(), classical(), country(), disco(), hiphop(), jazz(), metal(), pop(), reggae(), rock());

    private Styles() {}

    /** All ten, in the order of their names. */
    public static List<Style> all() {
        return ALL;
    }

    /** Twelve bars of seventh chords; a shuffle of triplets; bent notes of the blues scale. */
    private static Style blues() {
        return new Style(
                "blues",
                Meter.TWELVE_EIGHT,
                new Tempo.Range(62, 92, 0),
                List.of(
                        Harmony.of(Scale.BLUES, "I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7"),
                        Harmony.of(Scale.BLUES, "I7 IV7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7,IV7 I7,V7"),
                        Harmony.of(Scale.BLUES, "i7 i7 i7 i7 iv7 iv7 i7 i7 bVI7 V7 i7 V7")),
                List.of(
                        drums(CLOSED_HAT, "XxxXxxXxxXxx")
                                .with(SNARE, "...X.....X..")
                                .with(KICK, "X....xX....x"),
                        drums(RIDE, "XxxXxxXxxXxx").with(SNARE, "...X.....X..").with(KICK, "X.....X..x..")),
                figures("1-13-35-57-5", "1-1..11-1..1", "1-15-57-75-5"),
                figures("xxxxxxxxxxxx", "XooXooXooXoo", "x.xx.xx.xx.x"),
                new Melody(figures("..x--.x-x---", "x-xx-x---...", "...x-xx-xx--", "x---..x-x---"), 2, 0.8, 2),
                new Instrumentation(
                        List.of(SAXOPHONE, HARMONICA, CLEAN_GUITAR, OVERDRIVEN_GUITAR, PIANO),
                        List.of(PIANO, ORGAN, CLEAN_GUITAR, STEEL_GUITAR),
                        List.of(ACOUSTIC_BASS, ELECTRIC_BASS),
                        0.2));
    }

    /** No drums; broken chords under a singing line; harmony with leading notes. */
    private static Style classical() {
        return new Style(
                "classical",
                Meter.FOUR_FOUR,
                new Tempo.Range(72, 126, 0),
                List.of(
                        Harmony.of(Scale.MAJOR, "I I V7 V7 V7 V7 I I"),
                        Harmony.of(Scale.MAJOR, "I,V vi,iii IV,I IV,V"),
                        Harmony.of(Scale.HARMONIC_MINOR, "i iv V7 i bVI iio V7 i")),
                List.of(DrumPattern.SILENT),
                figures("1---------------", "1-------1-------", "1-------5-------"),
                figures("1535153515351535", "1358531513585315", "1.3.5.3.1.3.5.3.", "1353135313531353"),
                new Melody(
                        figures("x-------x---x---", "x-----xxx---x---", "x---x-x-x-------", "xxxxx---xxxxx---"),
                        1,
                        0,
                        0),
                new Instrumentation(
                        List.of(VIOLIN, FLUTE, OBOE, CLARINET, PIANO),
                        List.of(PIANO, HARPSICHORD, NYLON_GUITAR, STRINGS),
                        List.of(ACOUSTIC_BASS, ELECTRIC_BASS),
                        0.5));
    }

    /** The bass alternates on the beat, the guitar answers between; a train of sixteenths on the snare. */
    private static Style country() {
        return new Style(
                "country",
                Meter.FOUR_FOUR,
                new Tempo.Range(92, 124, 0),
                List.of(
                        Harmony.of(Scale.MAJOR_PENTATONIC, "I I IV I I I V7 V7"),
                        Harmony.of(Scale.MAJOR_PENTATONIC, "I IV V7 I"),
                        Harmony.of(Scale.MAJOR_PENTATONIC, "I vi IV V7")),
                List.of(
                        drums(SNARE, "xxXxxxXxxxXxxxXx").with(KICK, "x...x...x...x..."),
                        drums(SNARE, "xxXxxxXxxxXxxXXx").with(KICK, "x...x...x...x...")),
                figures("1-..5-..1-..5-..", "1-..5-..1-..5-3a"),
                figures("..xx..xx..xx..xx", "1358535813585358", "..x8..x8..x8..x8"),
                new Melody(figures("x-xxx-x-xxx-x---", "x-x-xxx-x-xxx-x-", "xxx-x-x-xxx-x-x-"), 1, 0.25, 2),
                new Instrumentation(
                        List.of(VIOLIN, HARMONICA, STEEL_GUITAR, CLEAN_GUITAR, PIANO),
                        List.of(STEEL_GUITAR, NYLON_GUITAR, CLEAN_GUITAR, PIANO),
                        List.of(ACOUSTIC_BASS, ELECTRIC_BASS, PICKED_BASS),
                        0.2));
    }

    /** The bass drum on every beat, an open hi-hat between, the bass in octaves. */
    private static Style disco() {
        return new Style(
                "disco",
                Meter.FOUR_FOUR,
                new Tempo.Range(108, 130, 0),
                List.of(
                        Harmony.of(Scale.DORIAN, "i7 i7 IV7 IV7"),
                        Harmony.of(Scale.MINOR, "i bVII bVI V7"),
                        Harmony.of(Scale.MAJOR, "ii7 V7 Imaj7 vi7")),
                List.of(
                        drums(KICK, "X...X...X...X...")
                                .with(OPEN_HAT, "..X...X...X...X.")
                                .with(CLOSED_HAT, "xx..xx..xx..xx..")
                                .with(CLAP, "....x.......x..."),
                        drums(KICK, "X...X...X...X...")
                                .with(OPEN_HAT, "..X...X...X...X.")
                                .with(CLOSED_HAT, "xx.xxx.xxx.xxx.x")
                                .with(SNARE, "....x.......x...")),
                figures("1-8-1-8-1-8-1-8-", "1.881.881.881.88"),
                figures("..xx..xx..xx..xx", "..X.x.X.x.X.x.X."),
                new Melody(figures("x--x--x---x-x---", "x-x-..x-x-x-----", "..x-x-x-x-------"), 2, 0, 0),
                new Instrumentation(
                        List.of(STRINGS, BRASS, TRUMPET, SYNTH_LEAD, SAXOPHONE),
                        List.of(CLEAN_GUITAR, ELECTRIC_PIANO, STRINGS, PIANO),
                        List.of(ELECTRIC_BASS, PICKED_BASS, SYNTH_BASS),
                        0.5));
    }

    /** Sparse and low: a syncopated bass drum, a backbeat, a loop of a chord or two. */
    private static Style hiphop() {
        return new Style(
                "hiphop",
                Meter.FOUR_FOUR,
                new Tempo.Range(76, 100, 0.3),
                List.of(
                        Harmony.of(Scale.MINOR_PENTATONIC, "i7"),
                        Harmony.of(Scale.MINOR_PENTATONIC, "i bVI"),
                        Harmony.of(Scale.DORIAN, "ii7 i7")),
                List.of(
                        drums(KICK, "X.....x..xX.....")
                                .with(SNARE, "....X.......X...")
                                .with(CLOSED_HAT, "x.x.x.xxx.x.x.x."),
                        drums(KICK, "X..x......X..x..")
                                .with(CLAP, "....X.......X...")
                                .with(CLOSED_HAT, "xxx.xxx.xxx.xxxx"),
                        drums(KICK, "X......x.xX....x")
                                .with(SNARE, "....X.......X..o")
                                .with(CLOSED_HAT, "x.x.x.x.x.xxx.x.")),
                figures("1-----1..11-----", "1--1------1--8--", "1------1.11-----"),
                figures("x-------..x-....", "x--.x--.........", "..............x-"),
                new Melody(figures("x.x...x.........", "......x.x..x....", "x..x..x........."), 2, 0.1, 2),
                new Instrumentation(
                        List.of(ELECTRIC_PIANO, SYNTH_LEAD, FLUTE, VIBRAPHONE, TRUMPET),
                        List.of(ELECTRIC_PIANO, PIANO, STRINGS, ORGAN),
                        List.of(SYNTH_BASS, ELECTRIC_BASS, ACOUSTIC_BASS),
                        0.2));
    }

    /** Swing: the ride cymbal's triplets, a walking bass, chords where nobody expects them, long fast lines. */
    private static Style jazz() {
        return new Style(
                "jazz",
                Meter.TWELVE_EIGHT,
                new Tempo.Range(136, 196, 0),
                List.of(
                        Harmony.of(Scale.BEBOP, "ii7 V7 Imaj7 vi7"),
                        Harmony.of(Scale.BEBOP, "Imaj7,vi7 ii7,V7 iii7,vi7 ii7,V7"),
                        Harmony.of(Scale.DORIAN, "i7 i7 i7 i7 iv7 iv7 i7 i7 iio V7 i7 V7")),
                List.of(
                        drums(RIDE, "X..x.xX..x.x").with(CLOSED_HAT, "...x.....x.."),
                        drums(RIDE, "X..x.xX..x.x")
                                .with(CLOSED_HAT, "...x.....x..")
                                .with(SNARE, ".....o..o..."),
                        drums(RIDE, "X..x.xX..x.x")
                                .with(CLOSED_HAT, "...x.....x..")
                                .with(SNARE, "..o........o")),
                figures("1--3--5--a--", "1--5--3--a--", "1--3--5--7--", "8--7--5--a--"),
                figures("x....x......", ".....x.....x", "..x.....x..."),
                new Melody(figures("x.xx.xx.xx.x", "...x.xx.xx.x", "x.xx.xx--...", "xxxx.xx.xx.x"), 2, 0.05, 1),
                new Instrumentation(
                        List.of(SAXOPHONE, TRUMPET, CLARINET, VIBRAPHONE, PIANO),
                        List.of(PIANO, ELECTRIC_PIANO, CLEAN_GUITAR, ORGAN),
                        List.of(ACOUSTIC_BASS, ELECTRIC_BASS),
                        0.05));
    }

    /** Sixteenths without mercy: double bass drum, palm-muted power chords in gallops, low minor keys. */
    private static Style metal() {
        return new Style(
                "metal",
                Meter.FOUR_FOUR,
                new Tempo.Range(124, 164, 0),
                List.of(
                        Harmony.of(Scale.PHRYGIAN, "i5 i5 bII5 i5"),
                        Harmony.of(Scale.MINOR, "i5 bVI5 bVII5 i5"),
                        Harmony.of(Scale.HARMONIC_MINOR, "i5 i5 bIII5,bII5 V5")),
                List.of(
                        drums(KICK, "XxxxXxxxXxxxXxxx")
                                .with(SNARE, "....X.......X...")
                                .with(CRASH, "X.......x......."),
                        drums(KICK, "X.xxX.xxX.xxX.xx")
                                .with(SNARE, "....X.......X...")
                                .with(CRASH, "X.......x.......")),
                figures("1.111.111.111.11", "1111111111111111"),
                figures("X.xxX.xxX.xxX.xx", "xxxxxxxxxxxxxxxx", "xxx.xxx.xxx.X---"),
                new Melody(figures("xxxxxxxxxxxxxxxx", "x---x---xxxxxxxx", "x-xxx-xxx-xxx-xx"), 2, 0.05, 1),
                new Instrumentation(
                        List.of(DISTORTION_GUITAR, OVERDRIVEN_GUITAR, SYNTH_LEAD, VIOLIN),
                        List.of(DISTORTION_GUITAR, OVERDRIVEN_GUITAR, CLEAN_GUITAR, ORGAN),
                        List.of(PICKED_BASS, ELECTRIC_BASS, SYNTH_BASS),
                        0.1));
    }

    /** Four chords, held and broken; eighths on the hi-hat; a tune that repeats its notes. */
    private static Style pop() {
        return new Style(
                "pop",
                Meter.FOUR_FOUR,
                new Tempo.Range(92, 124, 0),
                List.of(
                        Harmony.of(Scale.MAJOR, "I V vi IV"),
                        Harmony.of(Scale.MAJOR, "vi IV I V"),
                        Harmony.of(Scale.MAJOR, "I vi IV V")),
                List.of(
                        drums(KICK, "X.......X.x.....")
                                .with(SNARE, "....X.......X...")
                                .with(CLOSED_HAT, "x.x.x.x.x.x.x.x."),
                        drums(KICK, "X.....x.X.......")
                                .with(CLAP, "....X.......X...")
                                .with(CLOSED_HAT, "x.x.x.x.x.x.x.x.")),
                figures("1---------------", "1-------1-----1-", "1-----1-1-------"),
                figures("x-------x-------", "x---------------", "1---3---5---3---"),
                new Melody(figures("x-x-x-x-x---x---", "x-x-x---x-x-x---", "x---x-x-x-------"), 1, 0, 0),
                new Instrumentation(
                        List.of(SYNTH_LEAD, PIANO, CLEAN_GUITAR, FLUTE, CHOIR),
                        List.of(PIANO, ELECTRIC_PIANO, STEEL_GUITAR, CLEAN_GUITAR),
                        List.of(ELECTRIC_BASS, SYNTH_BASS, PICKED_BASS),
                        0.8));
    }

    /** One drop: the third beat stressed, the first left out, chords cut short on every off-beat. */
    private static Style reggae() {
        return new Style(
                "reggae",
                Meter.FOUR_FOUR,
                new Tempo.Range(68, 92, 0.2),
                List.of(
                        Harmony.of(Scale.MINOR, "i iv"),
                        Harmony.of(Scale.MAJOR, "I IV"),
                        Harmony.of(Scale.MINOR, "i bVII bVI bVII"),
                        Harmony.of(Scale.MAJOR, "I V vi IV")),
                List.of(
                        drums(KICK, "........X.......")
                                .with(SIDE_STICK, "........X.......")
                                .with(CLOSED_HAT, "..x...x...x...x."),
                        drums(KICK, "........X.......")
                                .with(SIDE_STICK, "........X..x....")
                                .with(CLOSED_HAT, "..x...x...x...x.")),
                figures("..1-5-..1-3-5-..", "1-..1-3-..5-..a-", "....1-3-5---1-.."),
                figures("..X...X...X...X."),
                new Melody(figures("x---x-------x---", "....x-x-x-------", "x-x---x-........"), 2, 0.1, 1),
                new Instrumentation(
                        List.of(TRUMPET, SAXOPHONE, TROMBONE, FLUTE, ORGAN),
                        List.of(CLEAN_GUITAR, ORGAN, PIANO, STEEL_GUITAR),
                        List.of(ELECTRIC_BASS, SYNTH_BASS, PICKED_BASS),
                        0.3));
    }

    /** Straight eighths of power chords and bass; a backbeat that means it. */
    private static Style rock() {
        return new Style(
                "rock",
                Meter.FOUR_FOUR,
                new Tempo.Range(108, 148, 0),
                List.of(
                        Harmony.of(Scale.MINOR_PENTATONIC, "I5 bVII5 IV5 I5"),
                        Harmony.of(Scale.MINOR_PENTATONIC, "i5 bVI5 bIII5 bVII5"),
                        Harmony.of(Scale.MINOR_PENTATONIC, "I5 I5 IV5 V5")),
                List.of(
                        drums(KICK, "X.....x.X.x.....")
                                .with(SNARE, "....X.......X...")
                                .with(CRASH, "X...x...x...x..."),
                        drums(KICK, "X.x...x.X.......")
                                .with(SNARE, "....X.......X...")
                                .with(CRASH, "X...x...X...x...")),
                figures("1-1-1-1-1-1-1-1-", "1.1.1.1.1.1.1.1."),
                figures("x-x-x-x-x-x-x-x-", "X-x-x-x-X-x-x-x-"),
                new Melody(figures("x-------x-x-x---", "x---x---x-------", "..x-x-x-x-------"), 2, 0.4, 2),
                new Instrumentation(
                        List.of(OVERDRIVEN_GUITAR, DISTORTION_GUITAR, CLEAN_GUITAR, ORGAN),
                        List.of(OVERDRIVEN_GUITAR, CLEAN_GUITAR, DISTORTION_GUITAR, PIANO),
                        List.of(ELECTRIC_BASS, PICKED_BASS),
                        0.1));
    }

    private static DrumPattern drums(Drum drum, String steps) {
        return DrumPattern.SILENT.with(drum, steps);
    }

    private static List<Figure> figures(String... figures) {
        return Stream.of(figures).map(Figure::new).toList();
    }
}
