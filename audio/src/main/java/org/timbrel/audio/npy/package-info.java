/** NumPy's array files, for {@link org.timbrel.audio.feature.Frames}. */
package org.timbrel.audio.npy;
