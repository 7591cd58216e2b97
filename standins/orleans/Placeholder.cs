#pragma warning disable CA1822
// Until the stand-in lands; then this file goes.
namespace Orleans
{
    public interface IGrainObserver;

    public interface IGrainFactory
    {
        T GetGrain<T>(string key)
            where T : IGrainWithStringKey;
    }

    public abstract class Grain
    {
        public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected void DeactivateOnIdle()
        {
        }
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class GenerateSerializerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class ImmutableAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        public uint Id => id;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias => alias;
    }
}

namespace Orleans.Concurrency
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;
}
