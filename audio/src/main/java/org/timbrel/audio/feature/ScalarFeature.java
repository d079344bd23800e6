package org.timbrel.audio.feature;

/** A feature of one value a frame. */
interface ScalarFeature extends Feature {
    @Override
    default int bins() {
        return 1;
    }

    @Override
    default BinMeaning binMeaning() {
        return BinMeaning.VALUE;
    }
}
