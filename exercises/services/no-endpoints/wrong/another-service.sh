kubectl expose deployment @app@ --name=@app@-fixed --port=80
sleep 5
