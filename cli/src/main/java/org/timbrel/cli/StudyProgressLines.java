package org.timbrel.cli;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.timbrel.training.study.PartResult;
import org.timbrel.training.study.StudyListener;

/** Shows a study: a bar with the time left on a terminal, and a plain line a finished run everywhere. */
final class StudyProgressLines implements StudyListener, AutoCloseable {
    private final Terminal terminal;
    private final ProgressBar bar;
    private final Runnable firstStep;
    private final Set<String> said = new HashSet<>();

    /** @param firstStep told when the first training step is done */
    StudyProgressLines(Terminal terminal, Runnable firstStep) {
        this.terminal = terminal;
        this.bar = new ProgressBar(terminal);
        this.firstStep = firstStep;
    }

    @Override
    public synchronized void note(String sentence) {
        // Every run says where it computes and what it left out; once is enough, and why it stopped stands in its
        // folder.
        if (!sentence.startsWith("Stopped: ") && said.add(sentence)) {
            bar.clear();
            terminal.say(sentence);
        }
    }

    @Override
    public void trainingBegins() {
        firstStep.run();
    }

    @Override
    public void progress(double share, double secondsLeft) {
        bar.show("study", (int) (1000 * share), 1000, left(secondsLeft));
    }

    @Override
    public synchronized void finished(PartResult result, int finished, int parts, double secondsLeft) {
        bar.clear();
        String accuracy = result.test()
                .map(test -> String.format(
                        Locale.ROOT,
                        "by track %.1f%%, %s",
                        100 * test.byTrack().accuracy(),
                        test.provenance().describe()))
                .orElse(result.failure());
        terminal.say(finished + "/" + parts + "  " + result.part().label() + "  " + accuracy
                + (finished == parts ? "" : "  " + left(secondsLeft)));
    }

    private static String left(double seconds) {
        if (Double.isNaN(seconds)) {
            return "";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s left";
        }
        return whole < 3600
                ? whole / 60 + " min left"
                : String.format(Locale.ROOT, "%d h %02d min left", whole / 3600, whole / 60 % 60);
    }

    @Override
    public void close() {
        bar.close();
    }
}
