package org.timbrel.training.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timbrel.training.run.MetricsEvent;

/**
 * The events of a run by kind: all epochs, and of everything else the newest.
 *
 * @param baselines one of each name, in the order of their first appearance
 */
record RunEvents(
        List<MetricsEvent.Epoch> epochs,
        List<MetricsEvent.Baseline> baselines,
        Optional<MetricsEvent.Validation> validation,
        Optional<MetricsEvent.Test> test,
        Optional<MetricsEvent.Stop> stop) {

    static RunEvents of(List<MetricsEvent> events) {
        List<MetricsEvent.Epoch> epochs = new ArrayList<>();
        Map<String, MetricsEvent.Baseline> baselines = new LinkedHashMap<>();
        MetricsEvent.Validation validation = null;
        MetricsEvent.Test test = null;
        MetricsEvent.Stop stop = null;
        for (MetricsEvent event : events) {
            if (event instanceof MetricsEvent.Epoch e) {
                epochs.add(e);
                stop = null;
            } else if (event instanceof MetricsEvent.Baseline b) {
                baselines.put(b.name(), b);
            } else if (event instanceof MetricsEvent.Validation v) {
                validation = v;
            } else if (event instanceof MetricsEvent.Test t) {
                test = t;
            } else if (event instanceof MetricsEvent.Stop s) {
                stop = s;
            }
        }
        return new RunEvents(
                epochs,
                List.copyOf(baselines.values()),
                Optional.ofNullable(validation),
                Optional.ofNullable(test),
                Optional.ofNullable(stop));
    }
}
