package org.timbrel.kernels.aparapi;

import com.aparapi.device.OpenCLDevice;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Products;

/** The backend {@code vector} with {@link Products} of Aparapi in place of its own. */
final class AparapiBackend implements InvocationHandler {
    private final Backend host;
    private final AparapiProducts products;
    private final String device;

    private AparapiBackend(Backend host, AparapiProducts products, String device) {
        this.host = host;
        this.products = products;
        this.device = device;
    }

    /** The backend {@code aparapi} on the device that was found. */
    static Backend open(BackendOptions options) {
        return open(new TiledProduct(), options);
    }

    /** The same with a kernel of the caller's choice. */
    static Backend open(ProductKernel kernel, BackendOptions options) {
        OpenCLDevice device = AparapiProbe.result().device();
        kernel.translate(device);
        Backend host = Backends.open("vector", options);
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                new AparapiBackend(
                        host,
                        new AparapiProducts(host, kernel),
                        device.getName().trim()));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Products.class) {
            return call(method, products, arguments);
        }
        return switch (method.getName()) {
            case "name" -> "aparapi";
            case "describe" ->
                "aparapi: matrix products and convolutions by Java kernels on " + device + ", all else by "
                        + host.describe();
            case "close" -> {
                products.close();
                yield call(method, host, arguments);
            }
            default -> call(method, host, arguments);
        };
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
