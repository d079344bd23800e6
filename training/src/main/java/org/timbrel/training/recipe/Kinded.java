package org.timbrel.training.recipe;

/** A section that comes in several kinds. */
interface Kinded {
    Kind kind();
}
