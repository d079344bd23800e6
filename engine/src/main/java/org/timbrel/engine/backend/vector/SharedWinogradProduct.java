package org.timbrel.engine.backend.vector;

/** A {@link WinogradProduct} of all tiles, which threads share out; an object serves one product after another. */
final class SharedWinogradProduct {
    private final Workers workers;
    private final Workers.Task panelByPanel = this::runPanel;
    private final Workers.Task pointByPoint = this::runPoint;
    private WinogradProduct product;
    private WinogradWeights weights;
    private float[] points;
    private float[] from;
    private float[] to;

    SharedWinogradProduct(Workers workers) {
        this.workers = workers;
    }

    /** All products; where they are short, a thread makes the weights' points itself. */
    void run(WinogradProduct product, float[] from, WinogradWeights weights, float[] to) {
        this.product = product;
        this.from = from;
        this.weights = weights;
        this.to = to;
        if (product.isShort()) {
            workers.run(product.panels(), panelByPanel);
        } else {
            points = weights.pack();
            workers.run(WinogradTiles.POINTS, pointByPoint);
        }
    }

    private void runPanel(int panel) {
        product.runPanel(panel, from, weights, to, workers.scratch());
    }

    private void runPoint(int point) {
        product.run(point, from, points, to, workers.scratch().tile());
    }
}
