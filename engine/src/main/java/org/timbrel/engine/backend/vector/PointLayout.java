package org.timbrel.engine.backend.vector;

/**
 * Where the values of the 36 points of Winograd's transform lie, for a number of tiles: (36, blocks, tiles, block), a block
 * being a part of the channels; the first at {@link Scratch#FIRST}.
 */
final class PointLayout {
    /** Channels of a tile. */
    final int channels;

    /** Channels of a block, and so the distance of its tiles. */
    final int block;

    /** Blocks of a point. */
    final int blocks;

    /** Floats from a block to the next: an even number of tiles. */
    final int blockStep;

    /**
     * Floats from the values of a point to those of the next: a little more than the blocks, so that the points of a tile don't fall
     * on the same lines of the first-level cache.
     */
    final int step;

    private PointLayout(int tiles, int channels, int block) {
        this.channels = channels;
        this.block = block;
        this.blocks = (channels + block - 1) / block;
        this.blockStep = (tiles + tiles % 2) * block;
        this.step = blocks * blockStep + Lanes.COUNT;
    }

    /** A block for all channels. */
    static PointLayout dense(int tiles, int channels) {
        return new PointLayout(tiles, channels, channels);
    }

    /** Blocks as {@link PointMicrokernel} wants them, where it computes and where channels fill them, or fit into one. */
    static PointLayout blocked(int tiles, int channels) {
        int block = PointMicrokernel.A_ROW;
        boolean fits = channels <= block || channels % block == 0;
        return PointMicrokernel.COMPUTES && fits ? new PointLayout(tiles, channels, block) : dense(tiles, channels);
    }

    /** Floats of all points, those without use included. */
    int size() {
        return WinogradTiles.POINTS * step;
    }

    /** Floats of a tile, those without use included. */
    int tileSize() {
        return blocks * block;
    }

    /** Where a point of a channel of a tile lies in an array. */
    int at(int point, int tile, int channel) {
        return Scratch.FIRST + point * step + channel / block * blockStep + tile * block + channel % block;
    }
}
