using Engagement.Pages;

var app = WebApplication.CreateBuilder(args).Build();
app.MapConsole();
app.Run();
