/** Transforms of several frames at once with the Vector API, which needs {@code --add-modules jdk.incubator.vector}. */
package org.timbrel.audio.fourier.vector;
