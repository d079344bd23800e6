package org.timbrel.engine.tensor;

import java.util.ArrayList;
import java.util.List;

/** The nodes of one workspace, made once and used by the next one again. */
final class Nodes {
    private final List<Node> all = new ArrayList<>();
    private int used;

    Node next() {
        if (used == all.size()) {
            all.add(new Node());
        }
        return all.get(used++);
    }

    /** Takes all nodes back, and what they hold off them. */
    void clear() {
        for (int i = 0; i < used; i++) {
            all.get(i).clear();
        }
        used = 0;
    }
}
