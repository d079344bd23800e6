package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the parts of a study lie: {@code parts/NUMBER-NAME}. A part is found by its name, whatever its number, so a study
 * that has grown since finds what it has.
 */
final class PartFolders {
    private final Path parts;
    private final Study study;
    private final Map<String, Path> there;

    private PartFolders(Path parts, Study study, Map<String, Path> there) {
        this.parts = parts;
        this.study = study;
        this.there = there;
    }

    /**
     * Looks at what is there.
     *
     * @throws IOException if the folder is that of a single run, or holds a part that the study does not have
     */
    static PartFolders of(Path folder, Study study) throws IOException {
        if (Files.exists(folder.resolve("recipe.yaml"))) {
            throw new IOException(folder + " holds a single run, not a study; choose another folder with --out.");
        }
        Path parts = folder.resolve("parts");
        Map<String, Path> there = new HashMap<>();
        for (Path path : folders(parts)) {
            there.put(name(path).replaceFirst("^\\d+-", ""), path);
        }
        Set<String> strange = new HashSet<>(there.keySet());
        study.parts().forEach(part -> strange.remove(part.folderName()));
        if (!strange.isEmpty()) {
            Path one = there.get(strange.stream().sorted().toList().get(0));
            throw new IOException(folder + " holds another study: its part " + name(one) + " is none of \""
                    + study.title() + "\"; choose another folder with --out.");
        }
        return new PartFolders(parts, study, there);
    }

    Path of(int index) {
        String name = study.parts().get(index).folderName();
        int digits = String.valueOf(study.parts().size()).length();
        Path fresh = parts.resolve(String.format("%0" + digits + "d-", index + 1) + name);
        return there.getOrDefault(name, fresh);
    }

    private static List<Path> folders(Path parts) throws IOException {
        if (Files.notExists(parts)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(parts)) {
            return entries.filter(path -> name(path).matches("\\d+-.+"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
