package org.timbrel.kernels.opencl;

/**
 * What a device has spent its time on, by the driver's own clock.
 *
 * @param kernelSeconds of all that ran on the device: kernels, copies and fills
 * @param bytesThere that went to the device
 * @param secondsThere that they took
 * @param bytesBack that came from the device
 * @param secondsBack that they took
 */
public record DeviceTime(
        double kernelSeconds, long bytesThere, double secondsThere, long bytesBack, double secondsBack) {}
