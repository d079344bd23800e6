package org.timbrel.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/recipes.md names every word that the reader knows, with the reader's own defaults, and no other. */
class RecipesDocumentTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final String MODEL = "model: [flatten, dense: {units: classes}]\n";
    private static final Object REQUIRED = new Object(); // the value of a key without a default
    private static final List<String> SAMPLES = List.of("1", "0.5", "x");

    private final String page = read();

    @Test
    void namesEverySection() {
        Set<String> known = new LinkedHashSet<>(Section.keys(Recipe.class));
        known.addAll(List.of("settings", "extends"));
        List<String> named = rows("The sections").stream()
                .map(row -> quoted(row.get(0)).get(0))
                .toList();
        assertEquals(known, new LinkedHashSet<>(named));
    }

    @ParameterizedTest
    @MethodSource("plainSections")
    void namesEveryKeyOfASection(Class<?> record, String section) {
        Map<String, Object> named = new LinkedHashMap<>();
        rows(section).stream()
                .map(row -> keys(row.get(0)))
                .filter(keys -> !keys.containsValue(REQUIRED))
                .forEach(named::putAll);
        assertEquals(Section.keys(record), named.keySet(), section);
        Map<?, ?> defaults = (Map<?, ?>) yaml(recipe(MODEL)).get(section);
        // Some keys have a default only where others ask for them.
        Map<?, ?> dependent = (Map<?, ?>)
                yaml(recipe(MODEL + "features: {kind: mfcc, resize: 9}\n")).get(section);
        named.forEach((key, value) -> {
            Object read = value == null || defaults.containsKey(key) ? defaults.get(key) : dependent.get(key);
            assertEquals(plain(read), plain(value), section + "." + key);
        });
        words(record)
                .forEach(word -> assertTrue(
                        text(section).contains("`" + word + "`") || named.containsValue(word),
                        section + " does not name the word " + word));
    }

    static Stream<Object[]> plainSections() {
        return Stream.of(Recipe.class.getRecordComponents())
                .filter(part -> part.getType().isRecord())
                .map(part -> new Object[] {part.getType(), part.getName()});
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesEveryKindWithItsKeys(String section, Kind[] kinds) {
        Set<String> words = new LinkedHashSet<>();
        for (List<String> row : rows(section)) {
            String word = quoted(row.get(0)).get(0);
            words.add(word);
            Kind kind = Arrays.stream(kinds)
                    .filter(k -> k.word().equals(word))
                    .findFirst()
                    .orElseThrow();
            Map<String, Object> named = keys(row.get(1));
            assertEquals(Section.keys(kind.fields()), named.keySet(), section + " " + word);
            Map<?, ?> read =
                    (Map<?, ?>) yaml(required(named, given -> MODEL + section + ": {kind: " + word + given + "}\n"))
                            .get(section);
            compare(section + " " + word, named, read);
            words(kind.fields())
                    .forEach(w -> assertTrue(
                            text(section).contains("`" + w + "`")
                                    || text(section).contains(": " + w + "`"),
                            section + " does not name the word " + w));
        }
        assertEquals(new LinkedHashSet<>(Arrays.stream(kinds).map(Kind::word).toList()), words);
    }

    static Stream<Object[]> kinds() {
        return Stream.of(
                new Object[] {"split", SplitSpec.Type.values()},
                new Object[] {"optimizer", OptimizerSpec.Type.values()},
                new Object[] {"schedule", ScheduleSpec.Type.values()});
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryLayerWithItsOptions(LayerType type) {
        List<String> row = rows("model").stream()
                .filter(r -> quoted(r.get(0)).contains(type.word()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/recipes.md does not name the layer " + type.word()));
        Map<String, Object> named = keys(row.get(1));
        assertEquals(
                new LinkedHashSet<>(type.options().stream().map(Option::key).toList()),
                new LinkedHashSet<>(named.keySet()),
                type.word());
        List<?> model =
                (List<?>) yaml(required(named, given -> "model: [" + type.word() + ": {name: it" + given + "}]\n"))
                        .get("model");
        compare(type.word(), named, (Map<?, ?>) ((Map<?, ?>) model.get(0)).get(type.word()));
    }

    @Test
    void namesNoOtherLayer() {
        List<String> named =
                rows("model").stream().map(row -> quoted(row.get(0)).get(0)).toList();
        assertEquals(Set.copyOf(LayerType.words()), Set.copyOf(named));
    }

    @Test
    void setsAndErrorsAreWhatTheReaderSays() {
        String[] cases = block("What it says when something is wrong").split("\n\n", -1);
        assertTrue(cases.length >= 7, "examples of errors");
        for (String each : cases) {
            String[] lines = each.strip().split("\n", 2);
            List<String> sets = List.of(lines[0].substring("--set ".length()));
            RecipeException error = assertThrows(RecipeException.class, () -> Recipes.load("harmonynet", sets), each);
            assertEquals(error.getMessage(), lines[1].strip());
        }
        for (List<String> row : rows("Changing one key")) {
            List<String> sets = Arrays.stream(quoted(row.get(1)).get(0).split("--set "))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
            assertTrue(!Recipes.load("harmonynet", sets).equals(Recipes.load("harmonynet", List.of())), row.get(1));
        }
    }

    private static void compare(String where, Map<String, Object> named, Map<?, ?> read) {
        named.forEach((key, value) -> {
            if (value != REQUIRED) {
                assertEquals(plain(read.get(key)), plain(value), where + " " + key);
            }
        });
    }

    /** The recipe that gives exactly the keys without a default; without them there must be none. */
    private static Recipe required(Map<String, Object> named, UnaryOperator<String> text) {
        List<String> required =
                named.keySet().stream().filter(k -> named.get(k) == REQUIRED).toList();
        if (required.isEmpty()) {
            return recipe(text.apply(""));
        }
        assertThrows(RecipeException.class, () -> recipe(text.apply("")), () -> "needs no " + required);
        RecipeException last = null;
        for (String sample : SAMPLES) {
            String given = String.join(
                    "", required.stream().map(k -> ", " + k + ": " + sample).toList());
            try {
                return recipe(text.apply(given));
            } catch (RecipeException e) {
                last = e;
            }
        }
        throw last;
    }

    private static Recipe recipe(String text) {
        return Recipes.parse(text, "test.yaml", List.of());
    }

    private static Map<?, ?> yaml(Recipe recipe) {
        return (Map<?, ?>) load(recipe.toYaml());
    }

    private static Object load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static Object plain(Object value) {
        return value instanceof Number number ? (Object) number.doubleValue() : Objects.toString(value);
    }

    /** The keys quoted in a cell, with the defaults that stand behind them. */
    private static Map<String, Object> keys(String cell) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (String token : quoted(cell)) {
            if (load(token) instanceof Map<?, ?> pair) {
                pair.forEach((key, value) -> keys.put((String) key, value));
            } else {
                keys.put(token, REQUIRED);
            }
        }
        return keys;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
    }

    /** The words that the keys of a record take. */
    private static List<String> words(Class<?> record) {
        List<String> words = new ArrayList<>();
        Arrays.stream(record.getRecordComponents())
                .map(part -> part.getType().getEnumConstants())
                .filter(constants -> constants != null && constants[0] instanceof Word)
                .forEach(constants -> Arrays.stream(constants).forEach(c -> words.add(((Word) c).word())));
        return words;
    }

    /** The cells of the rows of a section's table, without its head. */
    private List<List<String>> rows(String section) {
        List<List<String>> rows = text(section)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        assertTrue(!rows.isEmpty(), "docs/recipes.md has no table under " + section);
        return rows;
    }

    private String block(String section) {
        String text = text(section);
        int start = text.indexOf("```\n") + 4;
        return text.substring(start, text.indexOf("```", start));
    }

    private String text(String section) {
        int start = page.indexOf("\n## " + section + "\n");
        assertTrue(start >= 0, "docs/recipes.md has no section " + section);
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/recipes.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
