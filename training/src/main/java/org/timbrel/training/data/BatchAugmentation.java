package org.timbrel.training.data;

import org.timbrel.training.recipe.AugmentSpec;

/**
 * What is done to training batches. It is drawn by counters, so a run can go on at any batch with the same bits, and the
 * number of threads does not matter.
 */
public final class BatchAugmentation {
    private final ImageAugmentation image;
    private final CutMix cutMix;

    /**
     * As a recipe says.
     *
     * @param seed of the training
     * @param epochs that the training has
     */
    public BatchAugmentation(AugmentSpec spec, long seed, int epochs) {
        this.image = spec.image() == null ? null : new ImageAugmentation(spec.image(), seed);
        this.cutMix = spec.cutMix() == null ? null : new CutMix(spec.cutMix(), seed, epochs);
    }

    /**
     * The batch, changed; its values are overwritten.
     *
     * @param segments which ones the batch holds
     * @param epoch from 1
     * @param index of the batch in its epoch, from 0
     */
    Batch apply(Batch batch, SegmentRef[] segments, int epoch, int index) {
        if (image != null) {
            for (int i = 0; i < segments.length; i++) {
                image.apply(batch.x(), i * batch.t() * batch.f(), batch.t(), batch.f(), epoch, segments[i]);
            }
        }
        return cutMix == null ? batch : cutMix.apply(batch, epoch, index);
    }
}
