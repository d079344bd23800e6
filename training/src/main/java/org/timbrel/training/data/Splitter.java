package org.timbrel.training.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.engine.random.Philox;
import org.timbrel.training.recipe.SplitSpec;
import org.timbrel.training.recipe.SplitSpec.ValidationOf;

/** Deals tracks, or segments, to training, validation and test: class by class, in an order drawn from the seed. */
public final class Splitter {
    /** Streams of the generator, apart from those of weights and dropout. */
    private static final int TEST_STREAM = 0x7E570000;

    private static final int VALIDATION_STREAM = 0x7A110000;

    private final FeatureSet features;
    private final SplitSpec spec;

    private Splitter(FeatureSet features, SplitSpec spec) {
        this.features = features;
        this.spec = spec;
    }

    /**
     * The split that a recipe asks for.
     *
     * @throws DataException if a class has too few tracks for it, or a list of files does not fit the data
     */
    public static Split split(FeatureSet features, SplitSpec spec) {
        Splitter splitter = new Splitter(features, spec);
        if (spec instanceof SplitSpec.Tracks tracks) {
            return splitter.tracks(tracks);
        } else if (spec instanceof SplitSpec.Folds folds) {
            return splitter.folds(folds);
        } else if (spec instanceof SplitSpec.Files files) {
            return splitter.files(files);
        }
        return splitter.leaky((SplitSpec.Leaky) spec);
    }

    private Split tracks(SplitSpec.Tracks tracks) {
        List<Integer> rest = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int label = 0; label < features.classes().size(); label++) {
            List<Integer> shuffled = shuffled(tracksOf(label), TEST_STREAM, label);
            requireTracks(label, shuffled.size(), spec.validation() > 0 ? 3 : 2);
            int held = share(shuffled.size(), tracks.test());
            test.addAll(shuffled.subList(0, held));
            rest.addAll(shuffled.subList(held, shuffled.size()));
        }
        return withValidation(rest, test, List.of());
    }

    private Split folds(SplitSpec.Folds folds) {
        List<Integer> rest = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        int dealt = 0;
        for (int label = 0; label < features.classes().size(); label++) {
            List<Integer> shuffled = shuffled(tracksOf(label), TEST_STREAM, label);
            requireTracks(label, shuffled.size(), folds.k());
            for (int track : shuffled) {
                // Dealing goes on where the class before stopped, so that folds differ by one track at most.
                (dealt++ % folds.k() == folds.fold() - 1 ? test : rest).add(track);
            }
        }
        return withValidation(rest, test, List.of());
    }

    private Split files(SplitSpec.Files files) {
        SplitLists lists = SplitLists.read(files, features);
        requireClasses(files, lists.train());
        if (files.validationFile() == null) {
            return withValidation(lists.train(), lists.test(), lists.notes());
        }
        return split(segments(lists.train()), segments(lists.validation()), segments(lists.test()), lists.notes());
    }

    /** Lists of a whole data set may name nothing of a class that a part of it has. */
    private void requireClasses(SplitSpec.Files files, List<Integer> train) {
        boolean held = files.validationFile() == null && files.validation() > 0;
        int least = held && files.validationOf() == ValidationOf.TRACKS ? 2 : 1;
        for (int label = 0; label < features.classes().size(); label++) {
            int wanted = label;
            long named = train.stream().filter(t -> features.label(t) == wanted).count();
            if (named < least) {
                throw new DataException(
                        "Of the tracks that " + files.trainFile() + " names, the data folder has " + named
                                + " of the class \"" + features.classes().get(label)
                                + "\", but training needs at least " + least
                                + (least == 2 ? ", one of them for validation" : "") + ".");
            }
        }
    }

    private Split leaky(SplitSpec.Leaky leaky) {
        if (features.segments() == features.tracks().size()) {
            throw new DataException("A leaky split leaks nothing here: every track has one segment; take split.kind"
                    + " tracks, or shorter segments.");
        }
        List<SegmentRef> train = new ArrayList<>();
        List<SegmentRef> validation = new ArrayList<>();
        List<SegmentRef> test = new ArrayList<>();
        for (int label = 0; label < features.classes().size(); label++) {
            List<SegmentRef> shuffled = shuffled(segments(tracksOf(label)), TEST_STREAM, label);
            if (shuffled.size() < 3) {
                throw new DataException("The class \"" + features.classes().get(label) + "\" has " + shuffled.size()
                        + " segments; a split needs at least 3.");
            }
            int tested = share(shuffled.size(), leaky.test());
            int validated = tested + share(shuffled.size() - tested, leaky.validation());
            test.addAll(shuffled.subList(0, tested));
            validation.addAll(shuffled.subList(tested, validated));
            train.addAll(shuffled.subList(validated, shuffled.size()));
        }
        return split(train, validation, test, List.of());
    }

    /** Holds out the validation share of {@code rest}, by track or by segment. */
    private Split withValidation(List<Integer> rest, List<Integer> test, List<String> notes) {
        List<SegmentRef> train = new ArrayList<>();
        List<SegmentRef> validation = new ArrayList<>();
        for (int label = 0; label < features.classes().size(); label++) {
            int wanted = label;
            List<Integer> tracks = rest.stream()
                    .filter(t -> features.label(t) == wanted)
                    .sorted()
                    .toList();
            if (spec.validationOf() == ValidationOf.TRACKS) {
                List<Integer> shuffled = shuffled(tracks, VALIDATION_STREAM, label);
                if (spec.validation() > 0) {
                    requireTracks(label, shuffled.size(), 2);
                }
                int held = share(shuffled.size(), spec.validation());
                validation.addAll(segments(shuffled.subList(0, held)));
                train.addAll(segments(shuffled.subList(held, shuffled.size())));
            } else {
                List<SegmentRef> shuffled = shuffled(segments(tracks), VALIDATION_STREAM, label);
                int held = share(shuffled.size(), spec.validation());
                validation.addAll(shuffled.subList(0, held));
                train.addAll(shuffled.subList(held, shuffled.size()));
            }
        }
        return split(train, validation, segments(test), notes);
    }

    private Split split(
            List<SegmentRef> train, List<SegmentRef> validation, List<SegmentRef> test, List<String> notes) {
        return new Split(spec.protocol(), spec.leaky(), sorted(train), sorted(validation), sorted(test), notes);
    }

    private static List<SegmentRef> sorted(List<SegmentRef> side) {
        return side.stream()
                .sorted(Comparator.comparingInt(SegmentRef::track).thenComparingInt(SegmentRef::segment))
                .toList();
    }

    /** A share of {@code n} things, rounded, but with at least one on either side; of a share of 0, none. */
    private static int share(int n, double share) {
        return share == 0 || n < 2 ? 0 : Math.max(1, Math.min(n - 1, (int) Math.round(share * n)));
    }

    private List<Integer> tracksOf(int label) {
        return IntStream.range(0, features.tracks().size())
                .filter(t -> features.label(t) == label)
                .boxed()
                .toList();
    }

    private List<SegmentRef> segments(List<Integer> tracks) {
        List<SegmentRef> segments = new ArrayList<>();
        tracks.forEach(t -> Split.all(t, features.tracks().get(t).segments(), segments));
        return segments;
    }

    private <T> List<T> shuffled(List<T> items, int stream, int label) {
        List<T> shuffled = new ArrayList<>(items.size());
        for (int i : Philox.permutation(spec.seed(), stream, label, items.size())) {
            shuffled.add(items.get(i));
        }
        return shuffled;
    }

    private void requireTracks(int label, int tracks, int least) {
        if (tracks < least) {
            throw new DataException("The class \"" + features.classes().get(label) + "\" has " + tracks
                    + (tracks == 1 ? " usable track" : " usable tracks") + ", but \"" + spec.protocol()
                    + "\" needs at least " + least
                    + " of each class; add files, or name the other classes in data.classes.");
        }
    }
}
