package org.timbrel.training.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One mapping of a recipe, read key by key with types and ranges. Which keys exist is what the record that holds them
 * says: a record's components are the keys. A key that is absent, or written as {@code null}, takes its default.
 */
final class Section {
    private final String path;
    private final Tree.Mapping mapping;

    private Section(String path, Tree.Mapping mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /** A section whose keys are {@code known}. */
    static Section of(Tree tree, String path, Collection<String> known) {
        Tree.Mapping mapping = mapping(tree, path, known.contains("kind"));
        for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw unknown(entry, path, known);
            }
        }
        return new Section(path, mapping);
    }

    /** The kind that a section names, or {@code fallback}. */
    static <E extends Enum<E> & Kind> E kind(Tree tree, String path, E fallback) {
        return new Section(path, mapping(tree, path, true)).choice("kind", fallback);
    }

    /**
     * A section whose {@code kind} says which keys it has. A key of another kind is an error where it stands beside
     * the kind; where a later layer (a profile, {@code --set}) changed the kind, what the earlier one said for its own
     * kind falls away.
     */
    static <E extends Enum<E> & Kind> Section ofKind(Tree tree, String path, E kind) {
        Tree.Mapping mapping = mapping(tree, path, true);
        List<String> known = new ArrayList<>(List.of("kind"));
        known.addAll(keys(kind.fields()));
        Set<String> elsewhere = new LinkedHashSet<>();
        for (E other : kind.getDeclaringClass().getEnumConstants()) {
            elsewhere.addAll(keys(other.fields()));
        }
        Map<String, Tree> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
            if (known.contains(entry.getKey())) {
                kept.put(entry.getKey(), entry.getValue());
            } else if (!elsewhere.contains(entry.getKey()) || !superseded(mapping, entry.getValue())) {
                throw unknown(entry, path, known);
            }
        }
        return new Section(path, new Tree.Mapping(kept, mapping.place()));
    }

    /** Whether a later layer than the value's changed the kind of the section. */
    private static boolean superseded(Tree.Mapping mapping, Tree value) {
        Tree kind = mapping.entries().get("kind");
        return kind != null && value.place().layer() < kind.place().layer();
    }

    /** The keys that a record holds: the names of its components. */
    static Set<String> keys(Class<?> record) {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(record.getRecordComponents()).forEach(c -> names.add(c.getName()));
        return names;
    }

    private static Tree.Mapping mapping(Tree tree, String path, boolean hasKind) {
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        if (tree instanceof Tree.Scalar scalar && scalar.value() == null) {
            return new Tree.Mapping(Map.of(), tree.place());
        }
        if (hasKind && tree instanceof Tree.Scalar scalar && scalar.value() instanceof String) {
            // A single word is short for the kind: "schedule: cosine".
            return new Tree.Mapping(Map.of("kind", tree), tree.place());
        }
        throw tree.place().error(path + " must be a mapping of keys and values, but is " + tree.describe() + ".");
    }

    private static RecipeException unknown(Map.Entry<String, Tree> entry, String path, Collection<String> known) {
        return entry.getValue()
                .place()
                .error("unknown key \"" + entry.getKey() + "\" in " + path + "."
                        + (known.isEmpty() ? " It takes none." : Nearest.hint(entry.getKey(), known)));
    }

    Place place(String key) {
        Tree tree = mapping.entries().get(key);
        return tree == null ? mapping.place() : tree.place();
    }

    /** The value of a key; null when it is absent or written as null. */
    Tree find(String key) {
        Tree tree = mapping.entries().get(key);
        return tree instanceof Tree.Scalar scalar && scalar.value() == null ? null : tree;
    }

    private Tree require(String key, String wanted) {
        Tree tree = find(key);
        if (tree == null) {
            throw place(key).error(path + "." + key + " is missing: it must be " + wanted + ".");
        }
        return tree;
    }

    RecipeException wrong(String key, String wanted) {
        return wrong(key, key, wanted);
    }

    /** A bad value that another key, if this one is absent, is the reason for. */
    RecipeException wrong(String key, String reason, String wanted) {
        Tree got = mapping.entries().get(key);
        return place(got == null ? reason : key)
                .error(path + "." + key + " must be " + wanted + ", but is "
                        + (got == null ? "missing" : got.describe()) + ".");
    }

    double number(String key, double fallback, Range range) {
        return find(key) == null ? fallback : number(key, range);
    }

    double number(String key, Range range) {
        Tree tree = require(key, range.words());
        if (tree instanceof Tree.Scalar scalar
                && scalar.value() instanceof Number number
                && range.contains(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(key, range.words());
    }

    Double optionalNumber(String key, Range range) {
        return find(key) == null ? null : number(key, range);
    }

    int integer(String key, int fallback, int minimum) {
        return find(key) == null ? fallback : integer(key, minimum);
    }

    int integer(String key, int minimum) {
        Range range = Range.atLeast(minimum);
        Tree tree = require(key, range.words());
        if (tree instanceof Tree.Scalar scalar
                && scalar.value() instanceof Long number
                && number <= Integer.MAX_VALUE
                && range.contains(number)) {
            return number.intValue();
        }
        throw wrong(key, range.words());
    }

    /** Complains about a key that the value of another has no use for, unless a later layer than the key's set that value. */
    void refuse(String key, String reason, String value) {
        Tree tree = find(key);
        Tree why = find(reason);
        if (tree != null && (why == null || tree.place().layer() >= why.place().layer())) {
            throw tree.place()
                    .error(path + "." + key + " has no use where " + path + "." + reason + " is " + value
                            + "; leave it out.");
        }
    }

    /** Complains about a key that has no use beside a flag that is set, unless a later layer than the key's set the flag. */
    void refuseBeside(String key, String flag) {
        Tree tree = find(key);
        if (tree != null && tree.place().layer() >= place(flag).layer() && !isZero(tree)) {
            throw tree.place()
                    .error(path + "." + key + " has no use where " + path + "." + flag + " is true; leave it out.");
        }
    }

    private static boolean isZero(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                && scalar.value() instanceof Number number
                && number.doubleValue() == 0;
    }

    Integer optionalInteger(String key, int minimum) {
        return find(key) == null ? null : integer(key, minimum);
    }

    long seed(String key, long fallback) {
        Tree tree = find(key);
        if (tree == null) {
            return fallback;
        }
        if (tree instanceof Tree.Scalar scalar && scalar.value() instanceof Long number && number >= 0) {
            return number;
        }
        throw wrong(key, "a whole number of at least 0");
    }

    boolean flag(String key, boolean fallback) {
        Tree tree = find(key);
        if (tree == null) {
            return fallback;
        }
        if (tree instanceof Tree.Scalar scalar && scalar.value() instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    /** Any single value, as it was written. */
    String text(String key, String fallback) {
        Tree tree = find(key);
        if (tree == null) {
            return fallback;
        }
        if (tree instanceof Tree.Scalar scalar) {
            return scalar.text();
        }
        throw wrong(key, "one value");
    }

    String required(String key) {
        require(key, "a file's path");
        return text(key, null);
    }

    String oneOf(String key, String fallback, List<String> words) {
        String text = text(key, fallback);
        if (!words.contains(text)) {
            throw wrong(key, "one of " + String.join(", ", words));
        }
        return text;
    }

    <E extends Enum<E> & Word> E choice(String key, E fallback) {
        if (find(key) == null) {
            return fallback;
        }
        return word(find(key), key, fallback.getDeclaringClass());
    }

    /** A list of words of one kind. */
    <E extends Enum<E> & Word> List<E> choices(String key, Class<E> type) {
        if (find(key) instanceof Tree.Sequence sequence) {
            return sequence.items().stream().map(item -> word(item, key, type)).toList();
        }
        throw wrong(key, "a list of words");
    }

    /** A list of words, or null. */
    List<String> optionalTexts(String key) {
        Tree tree = find(key);
        if (tree == null) {
            return null;
        }
        if (!(tree instanceof Tree.Sequence sequence)
                || !sequence.items().stream().allMatch(Tree.Scalar.class::isInstance)) {
            throw wrong(key, "a list of words");
        }
        return sequence.items().stream().map(i -> ((Tree.Scalar) i).text()).toList();
    }

    /** One whole number for both sides, or a list of two. */
    List<Integer> pair(String key, List<Integer> fallback) {
        String wanted = "a whole number of at least 1, or two of them in a list";
        Tree tree = fallback == null ? require(key, wanted) : find(key);
        if (tree == null) {
            return fallback;
        }
        List<Tree> items = tree instanceof Tree.Sequence sequence ? sequence.items() : List.of(tree, tree);
        List<Integer> pair = items.stream().flatMap(Section::side).toList();
        if (items.size() != 2 || pair.size() != 2) {
            throw wrong(key, wanted);
        }
        return pair;
    }

    private static Stream<Integer> side(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                        && scalar.value() instanceof Long n
                        && n >= 1
                        && n <= Integer.MAX_VALUE
                ? Stream.of(n.intValue())
                : Stream.empty();
    }

    private <E extends Enum<E> & Word> E word(Tree tree, String key, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (tree instanceof Tree.Scalar scalar && constant.word().equals(scalar.text())) {
                return constant;
            }
        }
        List<String> words = words(type);
        String hint = tree instanceof Tree.Scalar scalar
                ? Nearest.to(scalar.text(), words)
                        .map(w -> " Did you mean \"" + w + "\"?")
                        .orElse("")
                : "";
        throw tree.place()
                .error(path + "." + key + " must be one of " + String.join(", ", words) + ", but is " + tree.describe()
                        + "." + hint);
    }

    private static <E extends Enum<E> & Word> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
    }
}
